CREATE TABLE "erasures" (
	"pseudonym" text PRIMARY KEY NOT NULL,
	"erased_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "user_settings" DROP COLUMN "erased_at";