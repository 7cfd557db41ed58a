-- The beginning and the end of a turn, each as one function (docs/decisions/0033-turns-in-the-database.md): their statements are planned once a connection.
-- What other statements ask as well is a function of its own, so that it stands in one place.

-- As one statement's worth of `keeps_conversations`, and not erased since the question was asked.
CREATE FUNCTION "may_remember"(person text, guild text, channel text, person_pseudonym text, asked timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN "keeps_conversations"(person, guild, channel) AND NOT EXISTS (
		SELECT 1 FROM "erasures" WHERE "pseudonym" = person_pseudonym AND "erased_at" >= asked
	);
END
$$;
--> statement-breakpoint
-- A message as the model may be shown it.
CREATE FUNCTION "past_message"(m "messages") RETURNS json
LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT json_build_object(
		'role', m.role, 'content', m.content, 'parts', m.parts, 'tool_calls', m.tool_calls,
		'tool_call_id', m.tool_call_id, 'attachments', m.attachments, 'tokens', m.tokens,
		'pending', m.role = 'user' AND NOT m.complete, 'speaker_id', m.speaker_id, 'speaker_name', m.speaker_name
	)
$$;
--> statement-breakpoint
-- Everything that is set for a question in this channel of this server by this person; of a person alone where there is no server.
CREATE FUNCTION "read_scopes"(guild text, channel text, person text) RETURNS json
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN (
		SELECT json_build_object(
			'server', (
				SELECT json_build_object('settings', "settings", 'version', "version")
				FROM "guild_settings" WHERE "guild_id" = guild
			),
			'channel', (
				SELECT "settings" FROM "channel_settings" WHERE "guild_id" = guild AND "channel_id" = channel
			),
			'person', (
				SELECT json_build_object('settings', "settings", 'version', "version", 'remember', "remember")
				FROM "user_settings" WHERE "user_id" = person
			),
			-- True where something can be found; spaces are named as in workers/bff/documents/space-names.ts.
			'has_documents', EXISTS (
				SELECT 1 FROM "documents" WHERE "version" > 0 AND "space" IN ('server:' || guild, 'channel:' || guild || ':' || channel)
			),
			'person_has_documents', EXISTS (
				SELECT 1 FROM "documents" WHERE "version" > 0 AND "space" = 'person:' || person
			),
			-- Where facts may be found by their meaning, of a person who has agreed to that somewhere.
			'person_fact_spaces', (
				SELECT json_agg(DISTINCT "space") FROM "memory_facts"
				WHERE to_regtype('vector') IS NOT NULL AND "user_id" = person AND EXISTS (
					SELECT 1 FROM "memory_choices" WHERE "user_id" = person AND "state" = 'on'
				)
			),
			-- Of the server's own, those that one of the three scopes names.
			'named_personas', (
				SELECT json_agg(json_build_object(
					'name', p.name, 'instructions', p.instructions, 'model', p.model, 'temperature', p.temperature,
					'greeting', p.greeting, 'avatar', p.avatar
				))
				FROM "personas" p
				WHERE p.guild_id = guild AND lower(p.name) IN (
					SELECT lower("settings" ->> 'persona') FROM "guild_settings" WHERE "guild_id" = guild
					UNION ALL
					SELECT lower("settings" ->> 'persona') FROM "channel_settings"
					WHERE "guild_id" = guild AND "channel_id" = channel
					UNION ALL
					SELECT lower("settings" ->> 'persona') FROM "user_settings" WHERE "user_id" = person
				)
			)
		)
	);
END
$$;
--> statement-breakpoint
-- A fact as it may go along with a question.
CREATE FUNCTION "fact_candidate"(f "memory_facts") RETURNS json
LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT json_build_object(
		'id', f.id::text, 'text', f.text, 'space', f.space, 'slot', f.slot, 'standing', f.standing, 'valid_from', f.valid_from
	)
$$;
--> statement-breakpoint
-- True of a fact that has no vector of the model, which is named without its length, and may have one.
CREATE FUNCTION "lacks_vector"(f "memory_facts", wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT to_regtype('vector') IS NOT NULL AND NOT coalesce(starts_with(f.model, wanted || '/'), false)
$$;
--> statement-breakpoint
-- Of personal memory, what may go along with a question, found by its terms; more than forty would only be carried to be dropped. Whether the
-- person has agreed, the caller has asked.
CREATE FUNCTION "facts_for"(person text, place text, question_terms int[], fact_model text) RETURNS json
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN (
		SELECT json_build_object(
			'total', count(*),
			'lacks_vectors', coalesce(bool_or(fact_model IS NOT NULL AND "lacks_vector"(f, fact_model)), false),
			'candidates', coalesce((
				SELECT json_agg(found.candidate)
				FROM (
					SELECT "fact_candidate"(f) AS candidate, (
						SELECT count(*) FROM unnest(f.terms) term WHERE term = ANY(question_terms)
					) AS shared
					FROM "memory_facts" f
					WHERE f.user_id = person AND f.space IN (place, '*') AND (f.standing OR f.terms && question_terms)
					ORDER BY shared DESC, f.valid_from DESC LIMIT 40
				) found
			), '[]')
		)
		FROM "memory_facts" f WHERE f.user_id = person AND f.space IN (place, '*')
	);
END
$$;
--> statement-breakpoint
-- Writes a row of the ledger, or completes that of a call that was under way and changes no other; whose it is, an erasure may have
-- settled meanwhile: the sums stay, but a person who has had everything erased since the request came is not named.
CREATE FUNCTION "record_usage"(usage jsonb, person_pseudonym text, started timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	is_erased boolean := EXISTS (
		SELECT 1 FROM "erasures" WHERE "pseudonym" = person_pseudonym AND "erased_at" >= started
	);
BEGIN
	INSERT INTO "usage_events" (
		"id", "user_id", "request_key", "space", "api_key_id", "model", "provider", "prompt_tokens", "cached_tokens",
		"completion_tokens", "estimated", "cost_micro_usd", "first_token_ms", "total_ms", "outcome", "fallback", "cached",
		"judge_calls"
	)
	SELECT
		given.id, CASE WHEN NOT is_erased THEN given.user_id END, CASE WHEN NOT is_erased THEN given.request_key END,
		given.space, given.api_key_id, given.model, given.provider, given.prompt_tokens, given.cached_tokens,
		given.completion_tokens, given.estimated, given.cost_micro_usd, given.first_token_ms, given.total_ms,
		given.outcome, given.fallback, given.cached, given.judge_calls
	FROM jsonb_to_record(usage) AS given(
		id uuid, user_id text, request_key text, space text, api_key_id int, model text, provider text, prompt_tokens int,
		cached_tokens int, completion_tokens int, estimated boolean, cost_micro_usd bigint, first_token_ms int, total_ms int,
		outcome text, fallback boolean, cached boolean, judge_calls int
	)
	ON CONFLICT ("id") DO UPDATE SET
		"model" = excluded.model, "provider" = excluded.provider, "prompt_tokens" = excluded.prompt_tokens,
		"cached_tokens" = excluded.cached_tokens, "completion_tokens" = excluded.completion_tokens,
		"estimated" = excluded.estimated, "cost_micro_usd" = excluded.cost_micro_usd,
		"first_token_ms" = excluded.first_token_ms, "total_ms" = excluded.total_ms, "outcome" = excluded.outcome,
		"fallback" = excluded.fallback, "cached" = excluded.cached, "judge_calls" = excluded.judge_calls
	WHERE "usage_events"."outcome" IN ('running', 'lost');
END
$$;
--> statement-breakpoint
-- The beginning of a turn: its conversation is found or begun, its question recorded, its call noted in the ledger, and what was said before
-- it is read. Each statement sees what was committed before it began, so what is locked first is seen as it stands then.
CREATE FUNCTION "open_turn"(given jsonb) RETURNS json
LANGUAGE plpgsql AS $$
DECLARE
	turn record;
	question "messages";
	talk record;
	is_shared boolean;
	may_remember boolean;
	is_recorded boolean := false;
	followed_keys text[] := '{}';
	newest json;
	followed json;
	facts json;
BEGIN
	SELECT * INTO turn FROM jsonb_to_record(given) AS values(
		user_id text, pseudonym text, guild_id text, space text, channel_id text, settings_channel_id text, is_private boolean,
		is_unstored boolean, speaker_name text, request_key text, asked_at timestamptz, new_id uuid,
		question jsonb, pending_since timestamptz,
		follow_action text, followed_key text, question_terms int[], fact_model text, operator_version int,
		with_settings boolean, usage jsonb
	);
	question := jsonb_populate_record(NULL::"messages", turn.question);
	-- As the locks of workers/bff/store/person-lock.ts, and the commit does not wait for the disk: a later one completes this turn.
	PERFORM pg_advisory_xact_lock_shared(hashtextextended(turn.user_id, 0)), set_config('synchronous_commit', 'off', true);

	is_shared := NOT turn.is_private AND "has_shared_conversation"(turn.guild_id, turn.settings_channel_id);
	may_remember := NOT turn.is_unstored
		AND "may_remember"(turn.user_id, turn.guild_id, turn.settings_channel_id, turn.pseudonym, turn.asked_at);

	-- Locks the open conversation, or begins one; where another question has just begun it, that one. One that was reset after the question
	-- was asked is begun as ended: the answer is stored, and no later question sees it.
	FOR attempt IN 1..2 LOOP
		SELECT c.id, c.user_id INTO talk FROM "conversations" c
		WHERE c.space = turn.space AND c.channel_id = turn.channel_id AND c.ended_at IS NULL
			AND (c.user_id = turn.user_id AND NOT is_shared OR c.user_id IS NULL AND is_shared)
		FOR NO KEY UPDATE;
		EXIT WHEN FOUND OR NOT may_remember;
		INSERT INTO "conversations" AS c ("id", "space", "channel_id", "user_id", "started_at", "ended_at")
		SELECT
			turn.new_id, turn.space, turn.channel_id, CASE WHEN NOT is_shared THEN turn.user_id END, turn.asked_at,
			max(ended.ended_at)
		FROM "conversations" ended
		WHERE ended.space = turn.space AND ended.channel_id = turn.channel_id AND ended.ended_at >= turn.asked_at
			AND (ended.user_id = turn.user_id AND NOT is_shared OR ended.user_id IS NULL AND is_shared)
		ON CONFLICT DO NOTHING
		RETURNING c.id, c.user_id INTO talk;
		EXIT WHEN FOUND;
	END LOOP;

	IF may_remember AND talk.id IS NOT NULL AND NOT EXISTS (
		SELECT 1 FROM "forgotten_requests" WHERE "request_key" = turn.request_key
	) THEN
		INSERT INTO "messages" (
			"conversation_id", "request_key", "asked_at", "speaker_id", "speaker_name", "ordinal", "role", "content", "parts",
			"attachments", "tokens", "complete"
		) VALUES (
			talk.id, turn.request_key, turn.asked_at, CASE WHEN talk.user_id IS NULL THEN turn.user_id END,
			CASE WHEN talk.user_id IS NULL THEN turn.speaker_name END, question.ordinal, question.role, question.content,
			question.parts, question.attachments, question.tokens, question.complete
		)
		ON CONFLICT DO NOTHING;
		is_recorded := FOUND;
	END IF;
	IF turn.usage IS NOT NULL THEN
		PERFORM "record_usage"(turn.usage, turn.pseudonym, turn.asked_at);
	END IF;

	-- The turn that is asked anew or continued. An attempt that failed has left none: then a retry of it takes the place of the broken answers
	-- to the same question.
	IF turn.follow_action IS NOT NULL THEN
		followed_keys := ARRAY(
			SELECT m.request_key FROM "messages" m
			WHERE m.conversation_id = talk.id AND m.ordinal = 0 AND m.request_key <> turn.request_key AND (
				m.request_key = turn.followed_key
				OR turn.follow_action = 'retry'
					AND NOT EXISTS (
						SELECT 1 FROM "messages" WHERE "conversation_id" = talk.id AND "request_key" = turn.followed_key
					)
					AND m.content = question.content AND m.parts IS NOT DISTINCT FROM question.parts
					AND m.attachments IS NOT DISTINCT FROM question.attachments
					AND (m.speaker_id IS NULL OR m.speaker_id = turn.user_id)
					AND EXISTS (
						SELECT 1 FROM "messages" a WHERE a.request_key = m.request_key AND a.ordinal > 0 AND NOT a.complete
					)
			)
		);
		followed := (
			SELECT json_agg("past_message"(m) ORDER BY m.asked_at DESC, m.request_key DESC, m.ordinal DESC)
			FROM "messages" m WHERE m.request_key = ANY(followed_keys)
		);
	END IF;

	-- Without the messages of this request, which may be a repeat; without questions that have lost their answer; and without the same
	-- question while it is pending: that one may be answered for both. The turn that is followed comes by itself. More than 60 messages fit no
	-- window (MAX_MESSAGES).
	newest := (
		SELECT json_agg(found.message ORDER BY found.asked_at DESC, found.request_key DESC, found.ordinal DESC)
		FROM (
			SELECT "past_message"(m) AS message, m.asked_at, m.request_key, m.ordinal FROM "messages" m
			WHERE m.conversation_id = talk.id AND m.request_key <> turn.request_key AND m.request_key <> ALL(followed_keys)
				AND (
					m.complete OR m.role <> 'user' OR m.asked_at > turn.pending_since AND NOT (
						m.content = question.content AND m.parts IS NOT DISTINCT FROM question.parts
						AND m.attachments IS NOT DISTINCT FROM question.attachments
						AND (m.speaker_id IS NULL OR m.speaker_id = turn.user_id)
					)
				)
			ORDER BY m.asked_at DESC, m.request_key DESC, m.ordinal DESC LIMIT 60
		) found
	);

	IF NOT turn.is_unstored AND "agrees_to_memory"(turn.user_id, turn.space, turn.channel_id)
		AND "keeps_conversations"(turn.user_id, turn.guild_id, turn.settings_channel_id)
	THEN
		facts := "facts_for"(turn.user_id, turn.space, turn.question_terms, turn.fact_model);
	END IF;

	RETURN json_build_object(
		'conversation_id', talk.id, 'may_remember', may_remember, 'is_shared', is_shared, 'is_recorded', is_recorded,
		'newest', newest, 'followed_keys', CASE WHEN turn.follow_action IS NOT NULL THEN followed_keys END, 'followed', followed,
		'facts', facts,
		-- Null outside of servers.
		'is_first_use', CASE WHEN turn.guild_id IS NOT NULL THEN NOT EXISTS (
			SELECT 1 FROM "messages" m JOIN "conversations" c ON c.id = m.conversation_id
			WHERE (c.user_id = turn.user_id OR m.speaker_id = turn.user_id) AND c.space = turn.guild_id
				AND m.request_key <> turn.request_key
		) END,
		'operator_settings', (
			SELECT json_build_object('version', s.version, 'settings', s.settings) FROM "operator_settings" s
			WHERE s.version > turn.operator_version ORDER BY s.version DESC LIMIT 1
		),
		'scopes', CASE WHEN turn.with_settings THEN
			"read_scopes"(turn.guild_id, turn.settings_channel_id, turn.user_id)
		END
	);
END
$$;
--> statement-breakpoint
-- Of a request's unfinished messages, the question, and what comes after an ordinal (null: nothing). A person who does not want to be
-- remembered (any more) keeps no empty conversation either.
CREATE FUNCTION "drop_unfinished"(dropped_key text, last_ordinal int, may_remember boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	WITH dropped AS (
		DELETE FROM "messages"
		WHERE "request_key" = dropped_key AND NOT "complete" AND ("role" = 'user' OR "ordinal" > last_ordinal)
		RETURNING "conversation_id"
	)
	DELETE FROM "conversations" c USING dropped
	WHERE c.id = dropped.conversation_id AND NOT may_remember AND NOT EXISTS (
		SELECT 1 FROM "messages" m WHERE m.conversation_id = c.id AND m.request_key <> dropped_key
	);
END
$$;
--> statement-breakpoint
-- The end of a turn: its answer joins the recorded question. A whole answer replaces one that was cut off under the same request; anything
-- else that is already there stays. The turn keeps the time at which it was first asked. Run twice, it leaves what it left the first time.
CREATE FUNCTION "store_turn"(given jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	turn record;
	talk record;
	may_remember boolean;
BEGIN
	SELECT * INTO turn FROM jsonb_to_record(given) AS values(
		user_id text, pseudonym text, guild_id text, settings_channel_id text, is_unstored boolean, speaker_name text,
		request_key text, asked_at timestamptz, conversation_id uuid, messages jsonb, last_ordinal int, replaced_keys text[]
	);
	-- As the locks of workers/bff/store/person-lock.ts.
	PERFORM pg_advisory_xact_lock_shared(hashtextextended(turn.user_id, 0));
	-- By a statement of its own: what follows it sees what was forgotten while it waited.
	PERFORM 1 FROM "conversations" WHERE "id" = turn.conversation_id FOR KEY SHARE;
	may_remember := NOT turn.is_unstored
		AND "may_remember"(turn.user_id, turn.guild_id, turn.settings_channel_id, turn.pseudonym, turn.asked_at);

	INSERT INTO "messages" (
		"conversation_id", "request_key", "speaker_id", "speaker_name", "asked_at", "ordinal", "role", "content", "parts",
		"tool_calls", "tool_call_id", "attachments", "tokens", "complete"
	)
	SELECT
		c.id, turn.request_key, CASE WHEN c.user_id IS NULL THEN turn.user_id END,
		CASE WHEN c.user_id IS NULL THEN turn.speaker_name END, coalesce(
			(SELECT m.asked_at FROM "messages" m WHERE m.request_key = turn.request_key AND m.ordinal = 0), turn.asked_at
		), added.*
	FROM "conversations" c, jsonb_to_recordset(turn.messages) AS added(
		ordinal int, role text, content text, parts jsonb, tool_calls jsonb, tool_call_id text, attachments jsonb, tokens int,
		complete boolean
	)
	WHERE c.id = turn.conversation_id AND may_remember
		AND NOT EXISTS (SELECT 1 FROM "forgotten_requests" f WHERE f.request_key = turn.request_key)
		AND NOT EXISTS (
			SELECT 1 FROM "messages" m WHERE m.request_key = turn.request_key AND m.ordinal > 0 AND m.complete
		)
	ON CONFLICT ("request_key", "ordinal") DO UPDATE SET
		"role" = excluded.role, "content" = excluded.content, "parts" = excluded.parts, "tool_calls" = excluded.tool_calls,
		"tool_call_id" = excluded.tool_call_id, "attachments" = excluded.attachments, "tokens" = excluded.tokens,
		"complete" = excluded.complete
	WHERE NOT "messages"."complete";
	PERFORM "drop_unfinished"(turn.request_key, turn.last_ordinal, may_remember);

	-- Only once the new attempt is stored: a failed one leaves the earlier.
	IF turn.replaced_keys <> '{}' THEN
		DELETE FROM "messages"
		WHERE "conversation_id" = turn.conversation_id AND "request_key" = ANY(turn.replaced_keys)
			AND EXISTS (SELECT 1 FROM "messages" m WHERE m.request_key = turn.request_key AND m.ordinal > 0);
	END IF;
END
$$;
