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
/// The same for why a row could not be read, and for the column in which it could not.
inline constexpr std::string_view refused_column = "laurels:refused";
inline constexpr std::string_view refused_in_column = "laurels:refused in";

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
    time,
    decimal,
    list,
    long_list,
    unread  ///< a type that has no text: its cells say nothing, and no mapping may use them
};

struct Column {
    std::string name{};
    bool tabs = false;  ///< in its heading; the name has spaces for them
    Storage storage = Storage::text;
    int bytes = 0;              ///< of a number
    int places = 0;             ///< of a decimal, after its point
    std::int64_t per_second{};  ///< of a timestamp or a time
    bool utc = false;           ///< of a timestamp: an instant, and not a local time
    bool dictionary = false;    ///< `bytes` and `storage` are those of the index, `items` those of the values
    std::vector<Column> items{};
    std::string format{};  ///< of what is not read, as Arrow has it

    /// Whether its cells are numbers, which as keys would lose their zeros.
    bool is_number() const;
    /// What is not read holds, with Arrow's word for it.
    std::string type() const;
    /// Throws InvalidValue, which begins with `place`, for a column that is not read.
    void check_read(const std::string& place) const;
};

/// Why a row could not be read.
struct Unreadable {
    std::string_view column;  ///< empty where it is the whole row
    std::string_view reason;
};

/// Owns the stream and its current batch. The names of columns have no spaces around them. Throws InvalidValue for a
/// stream that fails or was released, and for what is no table.
class Batches {
  public:
    /// Takes the stream over: the caller's is as if released.
    explicit Batches(ArrowArrayStream& stream);
    ~Batches();
    Batches(const Batches&) = delete;
    Batches& operator=(const Batches&) = delete;

    /// The columns but for those of lines and refusals.
    const std::vector<Column>& columns() const { return columns_; }

    /// Goes to the next batch that has rows; false where there is none.
    bool next();
    std::size_t rows() const { return static_cast<std::size_t>(batch_.length); }
    /// Nothing for null. The text is valid until the next call about the same column.
    std::optional<std::string_view> cell(std::size_t column, std::size_t row);
    /// Where the row begins in its file, from 1; 0 where it is not known.
    std::int64_t line(std::size_t row);
    /// Why the row could not be read, where it could not.
    std::optional<Unreadable> refused(std::size_t row);

  private:
    /// A column that is no data, and its place among the children.
    using Hidden = std::optional<std::pair<Column, std::size_t>>;
    std::optional<std::string_view> text_of(const Column& column, std::size_t place, std::size_t row,
                                            std::string& scratch) const;
    void release_batch() noexcept;
    void check_batch() const;
    [[noreturn]] void fail(int error) const;
    std::string failure() const;

    ArrowArrayStream stream_{};
    ArrowArray batch_{};
    std::vector<Column> columns_;
    std::vector<std::size_t> places_;   // of each column among the children
    std::vector<std::string> scratch_;  // of each column
    std::string reason_scratch_;
    std::string column_scratch_;
    Hidden lines_;
    Hidden refused_;
    Hidden refused_in_;
    std::size_t width_ = 0;
};

}  // namespace laurels::inline v0::exchange
