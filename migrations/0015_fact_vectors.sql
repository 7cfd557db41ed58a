ALTER TABLE "memory_facts" ADD COLUMN "model" text;--> statement-breakpoint
ALTER TABLE "memory_facts" ADD COLUMN "dense" vector;--> statement-breakpoint
ALTER TABLE "memory_facts" ADD COLUMN "least" real;