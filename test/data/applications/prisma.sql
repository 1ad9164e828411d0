-- Prisma: names in camel case, and "updatedAt", which the client alone sets.

--@ schema
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "User" (
	"id" SERIAL NOT NULL,
	"createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
	"updatedAt" TIMESTAMP(3) NOT NULL,
	"email" TEXT NOT NULL,
	"firstName" TEXT,
	"lastName" TEXT,
	"role" "Role" NOT NULL DEFAULT 'USER',
	"marketingConsent" BOOLEAN NOT NULL DEFAULT false,
	"metadata" JSONB,
	CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");
CREATE TABLE "Post" ("id" SERIAL NOT NULL, "title" TEXT NOT NULL, "authorId" INTEGER NOT NULL, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
INSERT INTO "User" ("createdAt", "updatedAt", "email", "firstName", "lastName", "marketingConsent") VALUES
	('2024-01-01', '2024-01-01', 'Ann@x.example', 'Ann', 'Berg', true),
	('2024-01-02', '2024-01-02', 'bo@x.example', 'Bo', 'Dahl', true),
	('2024-01-03', '2024-01-03', 'cy@x.example', 'Cy', 'Lie', false);

--@ adopt
SELECT * FROM customers_adopt('"User"', '{"marketingConsent": "subscribed"}');

--@ file
email,firstName,lastName,marketingConsent,role
ann@x.example,Anna,Berg,true,ADMIN
BO@x.example,Bo,Dahl,false,ADMIN
cy@x.example,Cy,Lund,true,ADMIN
new@x.example,New,One,true,ADMIN

--@ counts
4 1 3 0 0 0

--@ merged
ann@x.example Anna yes
bo@x.example Bo no
cy@x.example Cy no
new@x.example New yes

--@ application
SELECT "id" FROM "User" WHERE "email" ILIKE 'ann@x.example';
INSERT INTO "User" ("email", "updatedAt") VALUES ('app@x.example', now()) ON CONFLICT ("email") DO UPDATE SET "firstName" = 'Again' RETURNING "firstName", "role";
INSERT INTO "User" ("email", "updatedAt") VALUES ('app@x.example', now()) ON CONFLICT ("email") DO UPDATE SET "firstName" = 'Again' RETURNING "firstName", "role";
INSERT INTO "Post" ("title", "authorId") SELECT 'Hello', "id" FROM "User" WHERE "email" = 'app@x.example' RETURNING "title";
TRUNCATE TABLE "Post" CASCADE;
DELETE FROM "User" WHERE "email" = 'app@x.example' RETURNING "email";
