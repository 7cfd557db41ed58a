CREATE TABLE "reference_vectors" (
	"model" text NOT NULL,
	"name" text NOT NULL,
	"ordinal" integer NOT NULL,
	"dense" real[] NOT NULL,
	CONSTRAINT "reference_vectors_model_name_ordinal_pk" PRIMARY KEY("model","name","ordinal")
);
