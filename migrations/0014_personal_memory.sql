CREATE TABLE "memory_choices" (
	"user_id" text NOT NULL,
	"space" text NOT NULL,
	"channel_id" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memory_choices_user_id_space_channel_id_pk" PRIMARY KEY("user_id","space","channel_id")
);
--> statement-breakpoint
CREATE TABLE "memory_facts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "memory_facts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" text NOT NULL,
	"space" text NOT NULL,
	"text" text NOT NULL,
	"terms" integer[] NOT NULL,
	"slot" text,
	"standing" boolean NOT NULL,
	"origin" text NOT NULL,
	"request_key" text,
	"message_id" text,
	"earlier" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"valid_from" timestamp with time zone DEFAULT now() NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "memory_facts_by_user" ON "memory_facts" USING btree ("user_id","space");