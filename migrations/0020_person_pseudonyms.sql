CREATE TABLE "person_pseudonyms" (
	"pseudonym" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "person_pseudonyms_by_user" ON "person_pseudonyms" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "usage_by_error" ON "usage_events" USING btree ("outcome","created_at") WHERE "usage_events"."outcome" not in ('ok', 'client_gone', 'running');