-- A PostgreSQL without pgvector does without documents, and with everything else.
DO $$ BEGIN
	CREATE EXTENSION IF NOT EXISTS vector;
EXCEPTION WHEN OTHERS THEN
	RAISE NOTICE 'pgvector cannot be installed here: documents are not searched (%)', SQLERRM;
END $$;
--> statement-breakpoint
CREATE TABLE "document_chunks" (
	"document_id" uuid NOT NULL,
	"space" text NOT NULL,
	"version" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"text" text NOT NULL,
	"overlap_chars" integer NOT NULL,
	"heading" text,
	"page" integer,
	"last_page" integer,
	"tokens" integer NOT NULL,
	"model" text,
	CONSTRAINT "document_chunks_document_id_version_ordinal_pk" PRIMARY KEY("document_id","version","ordinal")
);
--> statement-breakpoint
CREATE TABLE "document_terms" (
	"space" text NOT NULL,
	"term" integer NOT NULL,
	"chunks" integer NOT NULL,
	CONSTRAINT "document_terms_space_term_pk" PRIMARY KEY("space","term")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space" text NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL,
	"url" text,
	"added_by" text,
	"state" text NOT NULL,
	"problem" text,
	"ingestion" uuid NOT NULL,
	"content_hash" text,
	"next_hash" text,
	"size_bytes" integer DEFAULT 0 NOT NULL,
	"pages" integer,
	"version" integer DEFAULT 0 NOT NULL,
	"chunks" integer DEFAULT 0 NOT NULL,
	"next_chunks" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "documents_space_key" UNIQUE("id","space")
);
--> statement-breakpoint
ALTER TABLE "document_chunks" ADD CONSTRAINT "document_chunks_in_space" FOREIGN KEY ("document_id","space") REFERENCES "public"."documents"("id","space") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "document_chunks_by_space" ON "document_chunks" USING btree ("space");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_by_name" ON "documents" USING btree ("space",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "documents_by_content" ON "documents" USING btree ("space",coalesce("next_hash", "content_hash"));--> statement-breakpoint
CREATE INDEX "documents_by_person" ON "documents" USING btree ("added_by");
--> statement-breakpoint
DO $$ BEGIN
	IF EXISTS (SELECT FROM pg_type WHERE typname = 'sparsevec') THEN
		ALTER TABLE "document_chunks" ADD COLUMN IF NOT EXISTS "dense" vector, ADD COLUMN IF NOT EXISTS "sparse" sparsevec(1048576);
	END IF;
END $$;
