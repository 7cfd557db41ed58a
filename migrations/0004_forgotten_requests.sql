CREATE TABLE "forgotten_requests" (
	"request_key" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"forgotten_at" timestamp with time zone DEFAULT now() NOT NULL
);
