/** A server's own personas in the database. A change is there with its audit and the server's new version, or not at all. */
import { type SQL, sql } from 'drizzle-orm';
import { MAX_PERSONAS, type Persona } from '../../../shared/settings/persona.ts';
import type { Database } from '../store/database.ts';
import { guildSettings, personas, settingsAudit } from '../store/schema/settings.ts';
import { toStorableText } from '../store/storable-text.ts';

export interface Actor {
  guildId: string;
  userId: string;
}

export async function listPersonas(db: Database, guildId: string): Promise<Persona[]> {
  const { rows } = await db.execute<{ personas: Persona[] }>(sql`
    select coalesce(json_agg(${PERSONA} order by lower(p.name)), '[]') as personas
    from ${personas} p where p.guild_id = ${guildId}
  `);
  return rows[0]?.personas ?? [];
}

/** Of a row `p`. */
const PERSONA = sql`json_build_object(
  'name', p.name, 'instructions', p.instructions, 'model', p.model, 'temperature', p.temperature,
  'greeting', p.greeting, 'avatar', p.avatar
)`;

export type AddVerdict = 'added' | 'exists' | 'too_many';

export async function addPersona(db: Database, actor: Actor, persona: Persona): Promise<AddVerdict> {
  const { guildId } = actor;
  const changed = sql`
    insert into ${personas} (guild_id, name, instructions, model, temperature, greeting, avatar)
    select ${guildId}, ${valuesOf(persona)}
    where (select count(*) from ${personas} where guild_id = ${guildId}) < ${MAX_PERSONAS}
    on conflict (guild_id, lower(name)) do nothing
    returning name`;
  const { isChanged, isThere } = await change(db, actor, persona.name, { changed, after: persona });
  if (isChanged) return 'added';
  return isThere ? 'exists' : 'too_many';
}

/** False: there is none of this name. */
export async function editPersona(db: Database, actor: Actor, persona: Persona): Promise<boolean> {
  const changed = sql`
    update ${personas}
    set (name, instructions, model, temperature, greeting, avatar) = row(${valuesOf(persona)}), updated_at = now()
    where ${isNamed(actor.guildId, persona.name)}
    returning name`;
  return (await change(db, actor, persona.name, { changed, after: persona })).isChanged;
}

/** False: there was none of this name. */
export async function removePersona(db: Database, actor: Actor, name: string): Promise<boolean> {
  const changed = sql`delete from ${personas} where ${isNamed(actor.guildId, name)} returning name`;
  return (await change(db, actor, name, { changed, after: null })).isChanged;
}

async function change(
  db: Database,
  { guildId, userId }: Actor,
  name: string,
  { changed, after }: { changed: SQL; after: Persona | null },
): Promise<{ isChanged: boolean; isThere: boolean }> {
  const { rows } = await db.execute<{ is_changed: boolean; is_there: boolean }>(sql`
    with old as (select * from ${personas} where ${isNamed(guildId, name)}),
    changed as (${changed}),
    made as (
      insert into ${guildSettings} (guild_id, version) select ${guildId}, 1 from changed
      on conflict (guild_id) do update set version = ${guildSettings}.version + 1, updated_at = now()
      returning version
    ),
    audited as (
      insert into ${settingsAudit} (guild_id, version, actor, scope, target, field, before, after)
      select ${guildId}, made.version, ${userId}, 'persona', ${toStorableText(name)}, field.name, field.before, field.after
      from made left join old on true cross join lateral (values ${fieldsOf(after)}) as field(name, before, after)
      where field.before is distinct from field.after
    )
    select exists (select 1 from changed) as is_changed, exists (select 1 from old) as is_there
  `);
  return { isChanged: rows[0]?.is_changed === true, isThere: rows[0]?.is_there === true };
}

const FIELDS = ['instructions', 'model', 'temperature', 'greeting', 'avatar'] as const;

function fieldsOf(after: Persona | null): SQL {
  const rows = FIELDS.map((field) => {
    const value = after?.[field] ?? null;
    const json = value === null ? null : JSON.stringify(storable(value));
    return sql`(${field}::text, to_jsonb(old.${sql.raw(field)}), ${json}::jsonb)`;
  });
  return sql.join(rows, sql`, `);
}

function valuesOf({ name, instructions, model, temperature, greeting, avatar }: Persona): SQL {
  const text = (value: string | null) => sql`${value === null ? null : toStorableText(value)}::text`;
  return sql`${text(name)}, ${text(instructions)}, ${text(model)}, ${temperature}::real, ${text(greeting)}, ${text(avatar)}`;
}

function storable(value: string | number): string | number {
  return typeof value === 'string' ? toStorableText(value) : value;
}

function isNamed(guildId: string, name: string): SQL {
  return sql`guild_id = ${guildId} and lower(name) = lower(${toStorableText(name)})`;
}
