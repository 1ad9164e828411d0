-- Laravel's users, with who has unsubscribed, and when.  A user must have a password.

--@ schema
create table "users" ("id" bigserial not null primary key, "name" varchar(255) not null, "email" varchar(255) not null,
	"email_verified_at" timestamp(0) without time zone null, "password" varchar(255) not null, "remember_token" varchar(100) null,
	"phone" varchar(20) null, "unsubscribed_at" timestamp(0) without time zone null,
	"created_at" timestamp(0) without time zone null, "updated_at" timestamp(0) without time zone null);
alter table "users" add constraint "users_email_unique" unique ("email");
create table "password_reset_tokens" ("email" varchar(255) not null primary key, "token" varchar(255) not null,
	"created_at" timestamp(0) without time zone null);
create table "sessions" ("id" varchar(255) not null primary key, "user_id" bigint null, "ip_address" varchar(45) null, "payload" text not null,
	"last_activity" integer not null);
create index "sessions_user_id_index" on "sessions" ("user_id");
create table "orders" ("id" bigserial not null primary key, "user_id" bigint not null, "status" varchar(255) check ("status" in ('open', 'paid')) not null default 'open');
alter table "orders" add constraint "orders_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;
insert into users (name, email, password, phone, unsubscribed_at, created_at, updated_at) values
	('Ann Berg', 'Ann@x.example', '$2y$12$a', '+4790000001', null, '2024-01-01 10:00:00', '2024-01-01 10:00:00'),
	('Bo Dahl', 'bo@x.example', '$2y$12$b', null, null, '2024-01-02', null),
	('Cy Lie', 'cy@x.example', '$2y$12$c', null, '2024-03-01 12:34:56', '2024-01-03', '2024-01-03');

--@ adopt
SELECT * FROM customers_adopt('users');

--@ file
Name,Email,Phone,Subscribed
Anna Berg,ANN@x.example,+4790000001,yes
Bo Dahl,bo@X.example,,no
Cy Lie,cy@x.example,+4790000003,yes
New One,new@x.example,+4790000004,yes
Long Phone,ann@x.example,+47 900 00 001 ext. 1234567890,yes

--@ counts
5 0 3 0 2 0

--@ merged
ann@x.example Anna yes
bo@x.example Bo no
cy@x.example Cy no

--@ application
select id from users where lower(email) = 'ann@x.example' limit 1;
insert into "users" ("name", "email", "password", "created_at", "updated_at") values ('App', 'app@x.example', 'x', now(), now())
	on conflict ("email") do update set "name" = "excluded"."name" returning name;
insert into "users" ("name", "email", "password", "created_at", "updated_at") values ('App 2', 'app@x.example', 'x', now(), now())
	on conflict ("email") do update set "name" = "excluded"."name" returning name;
insert into "orders" ("user_id") select id from users where email = 'app@x.example' returning "status";
insert into "sessions" values ('s', 1, '127.0.0.1', '', 0) returning id;
truncate sessions;
truncate "orders" cascade;
delete from "users" where "email" = 'app@x.example' returning email;
