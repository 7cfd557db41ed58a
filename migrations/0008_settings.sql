CREATE TABLE "channel_settings" (
	"guild_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"changed_in" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channel_settings_guild_id_channel_id_pk" PRIMARY KEY("guild_id","channel_id")
);
--> statement-breakpoint
CREATE TABLE "personas" (
	"guild_id" text NOT NULL,
	"name" text NOT NULL,
	"instructions" text NOT NULL,
	"model" text,
	"temperature" real,
	"greeting" text,
	"avatar" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings_audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "settings_audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"guild_id" text NOT NULL,
	"version" integer NOT NULL,
	"actor" text,
	"scope" text NOT NULL,
	"target" text,
	"field" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "guild_settings" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "guild_settings" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "guild_settings" ADD COLUMN "changed_in" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "user_settings" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "user_settings" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "user_settings" ADD COLUMN "changed_in" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "personas_by_name" ON "personas" USING btree ("guild_id",lower("name"));--> statement-breakpoint
CREATE INDEX "settings_audit_by_guild" ON "settings_audit" USING btree ("guild_id","id");--> statement-breakpoint
CREATE INDEX "settings_audit_by_actor" ON "settings_audit" USING btree ("actor");--> statement-breakpoint
CREATE INDEX "settings_audit_by_age" ON "settings_audit" USING btree ("at");--> statement-breakpoint
UPDATE "guild_settings" SET "settings" = jsonb_build_object('instructions', left("instructions", 4000)), "version" = 1 WHERE trim("instructions") <> '';
