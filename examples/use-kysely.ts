// Kysely builds the queries, and their types; Pantry runs them. Its dialect for SQLite wants a database with two methods.
import { Kysely, type SqliteDatabase, SqliteDialect } from "kysely";
import { type Connection, connect, dictRow } from "pantry/sqlite3";

/** What Kysely's dialect needs of a connection. */
function toKysely(connection: Connection): SqliteDatabase {
  return {
    prepare: (sql) => ({
      // Kysely asks before it has parameters: a statement that gives rows begins so, or says RETURNING.
      reader: /^\s*(select|with|values|pragma|explain)\b|\breturning\b/i.test(sql),
      all: (parameters) => connection.execute(sql, parameters).fetchall(),
      iterate: (parameters) => connection.execute(sql, parameters),
      run(parameters) {
        const { rowcount, lastrowid } = connection.execute(sql, parameters);
        return { changes: Math.max(rowcount, 0), lastInsertRowid: lastrowid ?? 0 };
      },
    }),
    close: () => connection.close(),
  };
}

interface Database {
  person: { name: string; age: number | null };
}

// Kysely begins and ends its transactions itself, and wants rows as objects.
const connection = connect(":memory:", { isolationLevel: null });
connection.rowFactory = dictRow;
const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: toKysely(connection) }) });

await db.schema.createTable("person").addColumn("name", "text").addColumn("age", "integer").execute();
await db.transaction().execute(async (transaction) => {
  await transaction
    .insertInto("person")
    .values([
      { name: "Ada", age: 36 },
      { name: "Grace", age: 85 },
    ])
    .execute();
  await transaction.updateTable("person").set({ age: 37 }).where("name", "=", "Ada").execute();
});
const people = await db.selectFrom("person").selectAll().orderBy("age").execute();
if (JSON.stringify(people) !== '[{"name":"Ada","age":37},{"name":"Grace","age":85}]')
  throw new Error("not as written");
for await (const { name } of db.selectFrom("person").select("name").where("age", ">", 40).stream())
  console.log(name);
await db.destroy();
