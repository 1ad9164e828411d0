-- Rails with Devise and soft delete: times without time zone, NOT NULL and without default.

--@ schema
CREATE TABLE public.users (
	id bigint NOT NULL,
	email character varying DEFAULT ''::character varying NOT NULL,
	encrypted_password character varying DEFAULT ''::character varying NOT NULL,
	reset_password_token character varying,
	reset_password_sent_at timestamp(6) without time zone,
	remember_created_at timestamp(6) without time zone,
	sign_in_count integer DEFAULT 0 NOT NULL,
	current_sign_in_at timestamp(6) without time zone,
	current_sign_in_ip inet,
	confirmation_token character varying,
	first_name character varying,
	last_name character varying,
	phone character varying,
	marketing_opt_in boolean,
	role integer DEFAULT 0 NOT NULL,
	deleted_at timestamp(6) without time zone,
	created_at timestamp(6) without time zone NOT NULL,
	updated_at timestamp(6) without time zone NOT NULL
);
CREATE SEQUENCE public.users_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);
ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX index_users_on_email ON public.users USING btree (email) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX index_users_on_reset_password_token ON public.users USING btree (reset_password_token);
CREATE INDEX index_users_on_deleted_at ON public.users USING btree (deleted_at);
CREATE TABLE public.posts (
	id bigserial PRIMARY KEY,
	user_id bigint NOT NULL,
	title character varying,
	created_at timestamp(6) without time zone NOT NULL,
	updated_at timestamp(6) without time zone NOT NULL
);
CREATE INDEX index_posts_on_user_id ON public.posts USING btree (user_id);
ALTER TABLE ONLY public.posts ADD CONSTRAINT fk_rails_5b5ddfd518 FOREIGN KEY (user_id) REFERENCES public.users(id);
INSERT INTO users (email, first_name, last_name, phone, marketing_opt_in, deleted_at, created_at, updated_at) VALUES
	('ann@x.example', 'Ann', 'Berg', '+4790000001', true, NULL, '2024-01-01 10:00:00.123456', '2024-01-01 10:00:00.123456'),
	('bo@x.example', 'Bo', 'Dahl', NULL, NULL, NULL, '2024-01-02', '2024-01-02'),
	('cy@x.example', 'Cy', 'Lie', NULL, false, NULL, '2024-01-03', '2024-01-03'),
	('bo@x.example', 'Old', 'Bo', NULL, true, '2024-02-01', '2024-01-04', '2024-02-01'),
	('gone@x.example', 'Gone', 'Girl', NULL, true, '2024-02-01', '2024-01-05', '2024-02-01');

--@ adopt
SELECT * FROM customers_adopt('users', '{"marketing_opt_in": "subscribed", "deleted_at": "deleted"}');

--@ file
Email,First name,Last name,Phone,Newsletter,role
ANN@x.example,Anna,Berg,+47 900 00 001,yes,1
Bo@x.example,Bo,Dahl,+47 900 00 002,no,1
cy@x.example,Cyrus,Lie,,yes,1
gone@x.example,Gone,Girl,,yes,1
new@x.example,New,One,,yes,1
other@x.example,Other,Two,,,1

--@ counts
6 2 3 0 0 1

--@ merged
ann@x.example Anna yes
bo@x.example Bo no
cy@x.example Cyrus no
new@x.example New yes
other@x.example Other no

--@ application
SELECT id FROM users WHERE LOWER(email) = LOWER('BO@X.example') AND deleted_at IS NULL;
INSERT INTO users (email, created_at, updated_at) VALUES ('app@x.example', now(), now())
	ON CONFLICT (email) WHERE deleted_at IS NULL DO UPDATE SET updated_at = EXCLUDED.updated_at, sign_in_count = users.sign_in_count + 1 RETURNING sign_in_count;
INSERT INTO users (email, created_at, updated_at) VALUES ('app@x.example', now(), now())
	ON CONFLICT (email) WHERE deleted_at IS NULL DO UPDATE SET updated_at = EXCLUDED.updated_at, sign_in_count = users.sign_in_count + 1 RETURNING sign_in_count;
INSERT INTO posts (user_id, title, created_at, updated_at) SELECT id, 'Hello', now(), now() FROM users WHERE email = 'app@x.example' RETURNING title;
TRUNCATE posts CASCADE;
UPDATE users SET deleted_at = now() WHERE email = 'app@x.example' RETURNING email;
DELETE FROM users WHERE email = 'app@x.example' RETURNING email;

