#pragma once

// Single adds, and the rows that they give: what is committed one by one, by one process or by many.

#include "raw.hpp"

#include <laurels/laurels.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace bench {

/// Nominations to add one by one, two equal files to add them to, and the rows that this gives.
class Adds {
  public:
    /// `name` is the files'; `count` is how many.
    Adds(const std::string& name, std::size_t count);

    std::size_t size() const { return nominations_.size(); }
    const laurels::Nomination& nomination(std::size_t number) const { return nominations_[number]; }

    /// The rows of a table, of which each add has so many.
    struct Table {
        raw::Rows rows;
        std::size_t each;
    };
    const std::vector<Table>& tables() const { return tables_; }

    const std::filesystem::path ours;
    const std::filesystem::path peer;

  private:
    std::vector<laurels::Nomination> nominations_;
    std::vector<Table> tables_;
};

/// Commits the rows of one add after the other, by SQLite alone.
class RawAdds {
  public:
    explicit RawAdds(const Adds& source);
    void commit(std::size_t number);

  private:
    const Adds& source_;
    raw::Connection connection_;
    raw::Statement begin_;
    raw::Statement commit_;
    std::vector<raw::Statement> inserts_;
};

}  // namespace bench
