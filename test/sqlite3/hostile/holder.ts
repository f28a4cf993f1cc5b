// Holds a lock on a database until its input ends.
import { connect } from "pantry/sqlite3";

const connection = connect(process.argv[2] ?? "");
connection.execute("begin exclusive");
console.log("locked");
process.stdin.on("end", () => connection.close()).resume();
