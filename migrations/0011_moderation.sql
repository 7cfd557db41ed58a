CREATE TABLE "moderation_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"guild_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"user_id" text,
	"interaction_id" text,
	"side" text NOT NULL,
	"action" text NOT NULL,
	"flagged" jsonb NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "moderation_by_guild" ON "moderation_events" USING btree ("guild_id","created_at");--> statement-breakpoint
CREATE INDEX "moderation_by_user" ON "moderation_events" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "moderation_by_age" ON "moderation_events" USING btree ("created_at");