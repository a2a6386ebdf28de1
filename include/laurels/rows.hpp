#pragma once

// Rows of text as an Arrow stream, for those who have their table in no other form.

#include <laurels/arrow.hpp>
#include <laurels/export.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace laurels {
inline namespace v0 {

/// Takes the rows of one batch, column by column. What a cell holds is copied.
class LAURELS_API RowBatch {
  public:
    explicit RowBatch(std::size_t columns);
    ~RowBatch();
    RowBatch(RowBatch&&) noexcept;
    RowBatch& operator=(RowBatch&&) noexcept;

    /// The next cell of the row: text, or nothing. Throws InvalidValue for one more than there are columns.
    void add(std::optional<std::string_view> cell);
    /// Ends the row: cells that are missing are empty. `line` is where it begins in a file, 0 where there is none.
    void end_row(std::int64_t line = 0);
    /// The same for a row that cannot be read: it is refused, for this reason and, where that is known, this column.
    void refuse_row(std::int64_t line, std::string_view reason, std::string_view column = {});
    std::size_t rows() const;
    /// The bytes of text that it holds.
    std::size_t bytes() const;

  private:
    friend class RowStream;
    struct Data;
    std::unique_ptr<Data> data_;
};

/// Makes a stream of rows: `fill` is called for each batch and puts rows into it, and none once there are no more. What
/// it throws ends the stream, and the import with it. Whoever gets the stream releases it.
LAURELS_API ArrowArrayStream stream_rows(std::vector<std::string> columns, std::function<void(RowBatch&)> fill);
/// The same of rows at hand; `nullopt` is an empty cell. Throws InvalidValue for a row of another length.
LAURELS_API ArrowArrayStream stream_rows(std::vector<std::string> columns,
                                         std::vector<std::vector<std::optional<std::string>>> rows);

}  // namespace v0
}  // namespace laurels
