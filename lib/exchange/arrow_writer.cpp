#include "exchange/arrow_writer.hpp"

#include "exchange/columns.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>

namespace laurels::inline v0::exchange {

namespace {

/// So few rows that what one of them says stays far below the 2 GiB that a column of a batch may have.
constexpr std::size_t rows_at_once = 16'384;
constexpr std::size_t most_text = std::numeric_limits<std::int32_t>::max();

std::string text_of(const std::string& text) { return text; }
template <RecordType R>
std::string text_of(Id<R> id) {
    return to_string(id);
}
template <NamedEnum E>
std::string text_of(E value) {
    return std::string(name(value));
}
std::string text_of(Truth truth) { return std::string(name(truth)); }
std::string text_of(const When& when) { return when.text(); }
std::string text_of(const Fraction& share) { return share.text(); }

/// A column: what its type is, and how to take a value of it from each row.
struct Column {
    std::string name;
    std::string format;
    std::vector<Column> items;  // of a list: one
};

/// Bits, one a row: which values are there, or true.
struct Bits {
    std::vector<std::uint8_t> bytes;
    std::int64_t size = 0;
    std::int64_t unset = 0;

    void add(bool bit) {
        if (size % 8 == 0) bytes.push_back(0);
        if (bit)
            bytes.back() = static_cast<std::uint8_t>(bytes.back() | (1U << (size % 8)));
        else
            ++unset;
        ++size;
    }
};

/// A column's values in one batch; which of the buffers there are follows from its type.
struct Values {
    Bits present;
    std::vector<std::int32_t> ends;  // of texts and lists: where each ends, after a first 0
    std::string text;
    std::vector<std::int32_t> days;
    std::vector<std::int64_t> numbers;
    std::vector<double> reals;
    Bits bits;
    std::vector<Values> items;

    void begin_ends() {
        if (ends.empty()) ends.push_back(0);
    }
    void add(const std::string* value) {
        begin_ends();
        present.add(value != nullptr);
        if (value != nullptr) text += *value;
        if (text.size() > most_text) throw std::length_error("a batch has more text than a column of Arrow's takes");
        ends.push_back(static_cast<std::int32_t>(text.size()));
    }
};

template <class V>
inline constexpr bool is_optional = false;
template <class V>
inline constexpr bool is_optional<std::optional<V>> = true;
template <class V>
inline constexpr bool is_list = false;
template <class V>
inline constexpr bool is_list<std::vector<V>> = true;

template <class V>
struct Inner {
    using type = V;
};
template <class V>
struct Inner<std::optional<V>> {
    using type = V;
};

/// Calls `visit` with each column that a member becomes: its name, its type, and what adds a row's value to it.
template <class V, class Visit>
void each_column_of(std::string_view name, const Visit& visit) {
    using T = typename Inner<V>::type;
    const auto value_in = [](const V& value) -> const T* {
        if constexpr (is_optional<V>)
            return value ? &*value : nullptr;
        else
            return &value;
    };
    if constexpr (is_list<V>) {
        visit(Column{std::string(name), "+l", {{"item", "u", {}}}}, [](Values& to, const V& list) {
            to.begin_ends();
            to.present.add(true);
            if (to.items.empty()) to.items.emplace_back().begin_ends();
            for (const auto& item : list) {
                const std::string text = text_of(item);
                to.items.front().add(&text);
            }
            to.ends.push_back(static_cast<std::int32_t>(to.items.front().present.size));
        });
    } else if constexpr (std::is_same_v<T, bool>) {
        visit(Column{std::string(name), "b", {}}, [](Values& to, const V& value) {
            to.present.add(true);
            to.bits.add(value);
        });
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        visit(Column{std::string(name), "l", {}}, [value_in](Values& to, const V& value) {
            const T* number = value_in(value);
            to.present.add(number != nullptr);
            to.numbers.push_back(number != nullptr ? *number : 0);
        });
    } else {
        visit(Column{std::string(name), "u", {}}, [value_in](Values& to, const V& value) {
            const T* there = value_in(value);
            const std::string text = there != nullptr ? text_of(*there) : std::string();
            to.add(there != nullptr ? &text : nullptr);
        });
    }
    if constexpr (std::is_same_v<T, When>) {
        const auto add_day = [&](const char* which, auto (Date::*end)() const) {
            visit(Column{std::string(name) + which, "tdD", {}}, [value_in, end](Values& to, const V& value) {
                const T* when = value_in(value);
                const auto day = when != nullptr ? (when->date().*end)() : std::nullopt;
                to.present.add(day.has_value());
                to.days.push_back(day ? static_cast<std::int32_t>(day->time_since_epoch().count()) : 0);
            });
        };
        add_day("_first", &Date::earliest);
        add_day("_last", &Date::latest);
    }
    if constexpr (std::is_same_v<T, Fraction>) {
        visit(Column{std::string(name) + "_value", "g", {}}, [value_in](Values& to, const V& value) {
            const T* share = value_in(value);
            to.present.add(share != nullptr);
            to.reals.push_back(share != nullptr
                                   ? static_cast<double>(share->numerator()) / static_cast<double>(share->denominator())
                                   : 0);
        });
    }
}

// ---- Arrow's structures, each owning what it points to

struct OwnedSchema {
    OwnedSchema() = default;
    OwnedSchema(const OwnedSchema&) = delete;
    OwnedSchema& operator=(const OwnedSchema&) = delete;
    ~OwnedSchema() {
        for (ArrowSchema& child : children) {
            if (child.release != nullptr) child.release(&child);  // unless a consumer has moved it away
        }
    }
    Column column;
    std::vector<ArrowSchema> children;
    std::vector<ArrowSchema*> pointers;
};

void release_schema(ArrowSchema* schema) {
    delete static_cast<OwnedSchema*>(schema->private_data);
    schema->release = nullptr;
}

ArrowSchema schema_of(const Column& column) {
    auto owned = std::make_unique<OwnedSchema>();
    owned->column = column;
    owned->children.reserve(column.items.size());
    for (const Column& item : column.items) owned->children.push_back(schema_of(item));
    for (ArrowSchema& child : owned->children) owned->pointers.push_back(&child);
    ArrowSchema schema{};
    schema.format = owned->column.format.c_str();
    schema.name = owned->column.name.c_str();
    schema.flags = ARROW_FLAG_NULLABLE;
    schema.n_children = static_cast<std::int64_t>(owned->children.size());
    schema.children = owned->pointers.data();
    schema.release = release_schema;
    schema.private_data = owned.release();
    return schema;
}

struct OwnedArray {
    OwnedArray() = default;
    OwnedArray(const OwnedArray&) = delete;
    OwnedArray& operator=(const OwnedArray&) = delete;
    ~OwnedArray() {
        for (ArrowArray& child : children) {
            if (child.release != nullptr) child.release(&child);
        }
    }
    Values values;
    std::array<const void*, 3> buffers{};
    std::vector<ArrowArray> children;
    std::vector<ArrowArray*> pointers;
};

void release_array(ArrowArray* array) {
    delete static_cast<OwnedArray*>(array->private_data);
    array->release = nullptr;
}

/// Puts the buffers there that a type has after the one that says what is there; gives their number.
std::int64_t fill_buffers(const std::string& format, OwnedArray& owned) {
    const Values& values = owned.values;
    owned.buffers[0] = values.present.unset > 0 ? values.present.bytes.data() : nullptr;
    switch (format.front()) {
    case 'u':
        owned.buffers[1] = values.ends.data();
        owned.buffers[2] = values.text.data();
        return 3;
    case '+': owned.buffers[1] = values.ends.data(); return 2;
    case 'b': owned.buffers[1] = values.bits.bytes.data(); return 2;
    case 't': owned.buffers[1] = values.days.data(); return 2;
    case 'g': owned.buffers[1] = values.reals.data(); return 2;
    default: owned.buffers[1] = values.numbers.data(); return 2;
    }
}

void adopt(ArrowArray& array, std::unique_ptr<OwnedArray> owned) {
    for (ArrowArray& child : owned->children) owned->pointers.push_back(&child);
    array.buffers = owned->buffers.data();
    array.n_children = static_cast<std::int64_t>(owned->children.size());
    array.children = owned->pointers.data();
    array.release = release_array;
    array.private_data = owned.release();
}

ArrowArray array_of(const Column& column, Values&& values) {
    auto owned = std::make_unique<OwnedArray>();
    owned->children.reserve(values.items.size());
    for (std::size_t i = 0; i < values.items.size(); ++i)
        owned->children.push_back(array_of(column.items[i], std::move(values.items[i])));
    values.items.clear();
    ArrowArray array{};
    array.length = values.present.size;
    array.null_count = values.present.unset;
    owned->values = std::move(values);
    array.n_buffers = fill_buffers(column.format, *owned);
    adopt(array, std::move(owned));
    return array;
}

/// What is behind the stream.
template <class Row>
class RowsOut {
  public:
    explicit RowsOut(std::vector<Row>&& rows) : rows_(std::move(rows)) {
        table_.format = "+s";
        each([&](const Column& column, const auto&, const auto&) { table_.items.push_back(column); });
    }

    static int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
        return self(stream).attempt([&](RowsOut& rows) { *out = schema_of(rows.table_); });
    }
    static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
        return self(stream).attempt([&](RowsOut& rows) { *out = rows.batch(); });
    }
    static const char* last_error(ArrowArrayStream* stream) { return self(stream).error_.c_str(); }
    static void release(ArrowArrayStream* stream) {
        delete &self(stream);
        stream->release = nullptr;
    }

  private:
    static RowsOut& self(ArrowArrayStream* stream) { return *static_cast<RowsOut*>(stream->private_data); }

    /// Calls `visit` with every column, the member of the rows that it is made of, and what adds a value to it.
    template <class Visit>
    static void each(const Visit& visit) {
        Columns<Row>::each([&]<class V>(std::string_view name, V Row::* member) {
            each_column_of<V>(name, [&](const Column& column, const auto& add) { visit(column, member, add); });
        });
    }

    template <class Action>
    int attempt(const Action& action) {
        try {
            action(*this);
            return 0;
        } catch (const std::bad_alloc&) {
            error_ = "memory has run out";
            return ENOMEM;
        } catch (const std::exception& error) {
            error_ = error.what();
            return EIO;
        }
    }

    ArrowArray batch() {
        ArrowArray array{};
        const std::size_t end = std::min(rows_.size(), at_ + rows_at_once);
        if (at_ == end) return array;  // released already: the end
        auto owned = std::make_unique<OwnedArray>();
        owned->children.reserve(table_.items.size());
        each([&](const Column& column, const auto& member, const auto& add) {
            Values values;
            for (std::size_t i = at_; i < end; ++i) add(values, rows_[i].*member);
            owned->children.push_back(array_of(column, std::move(values)));
        });
        array.length = static_cast<std::int64_t>(end - at_);
        array.n_buffers = 1;
        at_ = end;
        adopt(array, std::move(owned));
        return array;
    }

    std::vector<Row> rows_;
    Column table_;
    std::size_t at_ = 0;
    std::string error_;
};

}  // namespace

template <class Row>
ArrowArrayStream stream_of(std::vector<Row> rows) {
    ArrowArrayStream stream{};
    stream.get_schema = RowsOut<Row>::get_schema;
    stream.get_next = RowsOut<Row>::get_next;
    stream.get_last_error = RowsOut<Row>::last_error;
    stream.release = RowsOut<Row>::release;
    stream.private_data = new RowsOut<Row>(std::move(rows));
    return stream;
}

template ArrowArrayStream stream_of(std::vector<NominationRow>);
template ArrowArrayStream stream_of(std::vector<CeremonyRow>);
template ArrowArrayStream stream_of(std::vector<DeadlineRow>);

}  // namespace laurels::inline v0::exchange
