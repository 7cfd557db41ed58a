-- Conditions that many statements ask, several of them in one request: the plan of a function is made once a connection, that of the
-- same text within a statement with each statement (docs/decisions/0032-conditions-in-the-database.md).

-- True where conversations are kept: neither the person, nor the server, nor the channel has chosen otherwise.
CREATE FUNCTION "keeps_conversations"(person text, guild text, channel text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN NOT EXISTS (SELECT 1 FROM "user_settings" WHERE "user_id" = person AND NOT "remember")
		AND NOT EXISTS (
			SELECT 1 FROM "guild_settings" WHERE "guild_id" = guild AND "settings" -> 'memory' = 'false'::jsonb
		)
		AND NOT EXISTS (
			SELECT 1 FROM "channel_settings"
			WHERE "guild_id" = guild AND "channel_id" = channel AND "settings" -> 'memory' = 'false'::jsonb
		);
END
$$;
--> statement-breakpoint
-- True where everybody in the channel talks with Libra in one conversation.
CREATE FUNCTION "has_shared_conversation"(guild text, channel text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN coalesce(
		(
			SELECT "settings" ->> 'conversation' FROM "channel_settings"
			WHERE "guild_id" = guild AND "channel_id" = channel
		),
		(SELECT "settings" ->> 'conversation' FROM "guild_settings" WHERE "guild_id" = guild),
		'person'
	) = 'channel';
END
$$;
--> statement-breakpoint
-- True where facts of personal memory may be used: what the person has chosen in the space, else everywhere ('*'), is 'on', and not paused in
-- this very channel.
CREATE FUNCTION "agrees_to_memory"(person text, place text, channel text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN coalesce(
		(SELECT "state" FROM "memory_choices" WHERE "user_id" = person AND "space" = place AND "channel_id" = ''),
		(SELECT "state" FROM "memory_choices" WHERE "user_id" = person AND "space" = '*' AND "channel_id" = ''),
		'off'
	) = 'on' AND NOT EXISTS (
		SELECT 1 FROM "memory_choices"
		WHERE "user_id" = person AND "space" = place AND "channel_id" = channel AND "state" = 'paused'
	);
END
$$;
