CREATE TABLE "usage_totals" (
	"dimension" text NOT NULL,
	"name" text NOT NULL,
	"calls" bigint NOT NULL,
	"errors" bigint NOT NULL,
	"fallbacks" bigint NOT NULL,
	"cached" bigint NOT NULL,
	"prompt_tokens" bigint NOT NULL,
	"cached_tokens" bigint NOT NULL,
	"completion_tokens" bigint NOT NULL,
	"cost_micro_usd" bigint NOT NULL,
	"first_token" bigint[] NOT NULL,
	CONSTRAINT "usage_totals_dimension_name_pk" PRIMARY KEY("dimension","name")
);
--> statement-breakpoint
DROP INDEX "usage_rollups_by_user";--> statement-breakpoint
CREATE INDEX "usage_rollups_spent" ON "usage_rollups" USING btree ("dimension","start","name","calls","cost_micro_usd");--> statement-breakpoint
CREATE INDEX "usage_rollups_by_name" ON "usage_rollups" USING btree ("dimension","name","start");