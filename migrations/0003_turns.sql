DROP INDEX "messages_once";--> statement-breakpoint
DROP INDEX "messages_by_conversation";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "ordinal" integer;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "asked_at" timestamp with time zone;--> statement-breakpoint
-- Both sides of a turn were written in one transaction, so their time is the turn's.
UPDATE "messages" SET
	"ordinal" = CASE "role" WHEN 'user' THEN 0 ELSE 1 END,
	"asked_at" = "created_at";--> statement-breakpoint
ALTER TABLE "messages" ALTER COLUMN "ordinal" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ALTER COLUMN "asked_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "parts" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "tool_calls" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "tool_call_id" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "attachments" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_once" ON "messages" USING btree ("request_key","ordinal");--> statement-breakpoint
CREATE INDEX "messages_by_conversation" ON "messages" USING btree ("conversation_id","asked_at","request_key","ordinal");
