// What must work on a connection when nothing else does.

#include "storage/connection.hpp"
#include "storage/erasure.hpp"
#include "support.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace {

using laurels::storage::Connection;
using laurels::storage::Snapshot;
using support::Folder;

class Connections : public testing::Test {
  protected:
    Folder folder;
    Connection connection{(folder / "some.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, {}};

    /// From here on SQLite prepares nothing, as where memory has run out.
    void let_nothing_be_prepared() { sqlite3_limit(connection.database().getHandle(), SQLITE_LIMIT_SQL_LENGTH, 1); }
};

TEST_F(Connections, RollBackWhereNothingCanBePrepared) {
    connection.execute("BEGIN IMMEDIATE");
    connection.execute("CREATE TABLE t (a)");
    let_nothing_be_prepared();
    EXPECT_THROW(connection.execute("ROLLBACK"), SQLite::Exception);
    EXPECT_TRUE(connection.roll_back());
    EXPECT_FALSE(connection.in_transaction());
    EXPECT_TRUE(connection.roll_back()) << "there is nothing to roll back";
}

TEST_F(Connections, AreNotRewrittenWhereNothingCanBePreparedAndDoNotThrow) {
    connection.execute("CREATE TABLE t (a)");
    EXPECT_TRUE(laurels::storage::rewrite(connection, 0));
    let_nothing_be_prepared();
    EXPECT_FALSE(laurels::storage::rewrite(connection, 0));
}

TEST_F(Connections, EndASnapshotWhereNothingCanBePrepared) {
    connection.execute("CREATE TABLE t (a)");
    {
        const Snapshot snapshot(connection);
        EXPECT_EQ(connection.number("SELECT count(*) FROM t"), 0);
        let_nothing_be_prepared();
    }
    EXPECT_FALSE(connection.in_transaction()) << "it would keep writers out, and see nothing new";
}

}  // namespace
