-- What is compared with a question stays in its row: a look elsewhere for each chunk takes longer than the comparison.
DO $$ BEGIN
	IF EXISTS (SELECT FROM pg_type WHERE typname = 'sparsevec') THEN
		ALTER TABLE "document_chunks" ADD COLUMN IF NOT EXISTS "parts" halfvec[];
		ALTER TABLE "document_chunks" ALTER COLUMN "dense" SET STORAGE MAIN, ALTER COLUMN "sparse" SET STORAGE MAIN;
	END IF;
END $$;
