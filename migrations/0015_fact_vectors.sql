ALTER TABLE "memory_facts" ADD COLUMN "model" text;--> statement-breakpoint
ALTER TABLE "memory_facts" ADD COLUMN "least" real;
--> statement-breakpoint
-- Without pgvector facts are found by their words alone, and the column stays empty.
DO $$ BEGIN
	IF to_regtype('vector') IS NULL THEN
		ALTER TABLE "memory_facts" ADD COLUMN "dense" text;
	ELSE
		ALTER TABLE "memory_facts" ADD COLUMN "dense" vector;
	END IF;
END $$;
