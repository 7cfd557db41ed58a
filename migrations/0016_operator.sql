CREATE TABLE "jobs" (
	"name" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_rollups" (
	"dimension" text NOT NULL,
	"name" text NOT NULL,
	"start" timestamp with time zone NOT NULL,
	"calls" integer NOT NULL,
	"errors" integer NOT NULL,
	"fallbacks" integer NOT NULL,
	"cached" integer NOT NULL,
	"prompt_tokens" bigint NOT NULL,
	"cached_tokens" bigint NOT NULL,
	"completion_tokens" bigint NOT NULL,
	"cost_micro_usd" bigint NOT NULL,
	"first_token" integer[] NOT NULL,
	CONSTRAINT "usage_rollups_dimension_start_name_pk" PRIMARY KEY("dimension","start","name")
);
--> statement-breakpoint
CREATE TABLE "operator_audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "operator_audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"operator" integer,
	"action" text NOT NULL,
	"target" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operator_settings" (
	"version" integer PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"changed_by" integer,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "usage_rollups_by_user" ON "usage_rollups" USING btree ("name") WHERE "usage_rollups"."dimension" = 'user';--> statement-breakpoint
CREATE INDEX "operator_audit_by_age" ON "operator_audit" USING btree ("at");