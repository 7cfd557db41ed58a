ALTER TABLE "conversations" ALTER COLUMN "user_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "speaker_id" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "speaker_name" text;--> statement-breakpoint
CREATE UNIQUE INDEX "conversations_open_shared" ON "conversations" USING btree ("space","channel_id") WHERE "conversations"."ended_at" is null and "conversations"."user_id" is null;--> statement-breakpoint
CREATE INDEX "messages_by_speaker" ON "messages" USING btree ("speaker_id") WHERE "messages"."speaker_id" is not null;