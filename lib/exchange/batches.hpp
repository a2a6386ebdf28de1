#pragma once

// An Arrow stream as a table of text: whatever type a column has, a cell is text or nothing.

#include <laurels/arrow.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::exchange {

/// What stands between the items of a list in one cell: no text that people write has it.
inline constexpr char item_separator = '\x1f';
/// The column in which a reader of files says on which line a row begins. It is no data.
inline constexpr std::string_view line_column = "laurels:line";
/// The same for why a row could not be read.
inline constexpr std::string_view refused_column = "laurels:refused";

/// How a column is stored.
enum class Storage : std::uint8_t {
    nothing,
    boolean,
    whole,
    natural,
    real,
    text,
    long_text,
    text_view,
    date_days,
    date_milliseconds,
    timestamp,
    list,
    long_list
};

struct Column {
    std::string name{};
    Storage storage = Storage::text;
    int bytes = 0;              ///< of a number
    std::int64_t per_second{};  ///< of a timestamp
    bool utc = false;           ///< of a timestamp: an instant, and not a local time
    bool dictionary = false;    ///< `bytes` and `storage` are those of the index, `items` those of the values
    std::vector<Column> items{};

    /// Whether its cells are numbers, which as keys would lose their zeros.
    bool is_number() const;
};

/// Owns the stream and its current batch. Throws InvalidValue for a type that has no text, for a stream that fails or
/// was released, and for what is no table.
class Batches {
  public:
    /// Takes the stream over: the caller's is as if released.
    explicit Batches(ArrowArrayStream& stream);
    ~Batches();
    Batches(const Batches&) = delete;
    Batches& operator=(const Batches&) = delete;

    /// The columns but for the one of lines.
    const std::vector<Column>& columns() const { return columns_; }

    /// Goes to the next batch that has rows; false where there is none.
    bool next();
    std::size_t rows() const { return static_cast<std::size_t>(batch_.length); }
    /// Nothing for null. The text is valid until the next call about the same column.
    std::optional<std::string_view> cell(std::size_t column, std::size_t row);
    /// Where the row begins in its file, from 1; 0 where it is not known.
    std::int64_t line(std::size_t row);
    /// Why the row could not be read, where it could not.
    std::optional<std::string_view> refused(std::size_t row);

  private:
    void release_batch() noexcept;
    void check_batch() const;
    std::string failure() const;

    ArrowArrayStream stream_{};
    ArrowArray batch_{};
    std::vector<Column> columns_;
    std::vector<std::size_t> places_;  // of each column among the children
    std::vector<std::string> scratch_;
    std::optional<std::pair<Column, std::size_t>> lines_;
    std::optional<std::pair<Column, std::size_t>> refused_;
    std::size_t width_ = 0;
};

}  // namespace laurels::inline v0::exchange
