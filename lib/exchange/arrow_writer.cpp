#include "exchange/arrow_writer.hpp"

#include "codec/value.hpp"
#include "exchange/arrow_stream.hpp"
#include "exchange/columns.hpp"

#include <algorithm>
#include <limits>
#include <memory>
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

using codec::is_optional;

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
        visit(ArrowType{std::string(name), "+l", {{"item", "u", {}}}}, [](Values& to, const V& list) {
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
        visit(ArrowType{std::string(name), "b", {}}, [](Values& to, const V& value) {
            to.present.add(true);
            to.bits.add(value);
        });
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        visit(ArrowType{std::string(name), "l", {}}, [value_in](Values& to, const V& value) {
            const T* number = value_in(value);
            to.present.add(number != nullptr);
            to.numbers.push_back(number != nullptr ? *number : 0);
        });
    } else {
        visit(ArrowType{std::string(name), "u", {}}, [value_in](Values& to, const V& value) {
            const T* there = value_in(value);
            const std::string text = there != nullptr ? text_of(*there) : std::string();
            to.add(there != nullptr ? &text : nullptr);
        });
    }
    if constexpr (std::is_same_v<T, When>) {
        const auto add_day = [&](const char* which, auto (Date::*end)() const) {
            visit(ArrowType{std::string(name) + which, "tdD", {}}, [value_in, end](Values& to, const V& value) {
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
        visit(ArrowType{std::string(name) + "_value", "g", {}}, [value_in](Values& to, const V& value) {
            const T* share = value_in(value);
            to.present.add(share != nullptr);
            to.reals.push_back(share != nullptr
                                   ? static_cast<double>(share->numerator()) / static_cast<double>(share->denominator())
                                   : 0);
        });
    }
}

/// The buffers that a type has, after the one that says what is there.
Buffers buffers_of(const std::string& format, const std::shared_ptr<const Values>& values) {
    const auto with = [&](auto... pointers) {
        return Buffers{values, {values->present.validity(), pointers...}, 1 + sizeof...(pointers)};
    };
    switch (format.front()) {
    case 'u': return with(values->ends.data(), values->text.data());
    case '+': return with(values->ends.data());
    case 'b': return with(values->bits.bytes.data());
    case 't': return with(values->days.data());
    case 'g': return with(values->reals.data());
    default: return with(values->numbers.data());
    }
}

ArrowArray array_of(const ArrowType& column, Values&& values) {
    Children<ArrowArray> children;
    for (std::size_t i = 0; i < values.items.size(); ++i)
        children.add([&] { return array_of(column.items[i], std::move(values.items[i])); });
    const auto held = std::make_shared<const Values>(std::move(values));
    return make_array(held->present.size, held->present.unset, buffers_of(column.format, held), std::move(children));
}

template <class Row>
class RowsOut : public Producer {
  public:
    explicit RowsOut(std::vector<Row>&& rows) : rows_(std::move(rows)) {
        table_.format = "+s";
        each([&](const ArrowType& column, const auto&, const auto&) { table_.items.push_back(column); });
    }

    ArrowType type() const override { return table_; }
    ArrowArray next() override {
        const std::size_t end = std::min(rows_.size(), at_ + rows_at_once);
        if (at_ == end) return {};
        Children<ArrowArray> columns;
        each([&](const ArrowType& column, const auto& member, const auto& add) {
            Values values;
            for (std::size_t i = at_; i < end; ++i) add(values, rows_[i].*member);
            columns.add([&] { return array_of(column, std::move(values)); });
        });
        const auto length = static_cast<std::int64_t>(end - at_);
        at_ = end;
        return make_array(length, 0, {.count = 1}, std::move(columns));
    }

  private:
    /// Calls `visit` with every column, the member of the rows that it is made of, and what adds a value to it.
    template <class Visit>
    static void each(const Visit& visit) {
        Columns<Row>::each([&]<class V>(std::string_view name, V Row::* member) {
            each_column_of<V>(name, [&](const ArrowType& column, const auto& add) { visit(column, member, add); });
        });
    }

    std::vector<Row> rows_;
    ArrowType table_;
    std::size_t at_ = 0;
};

}  // namespace

template <class Row>
ArrowArrayStream stream_of(std::vector<Row> rows) {
    return make_stream(std::make_unique<RowsOut<Row>>(std::move(rows)));
}

template ArrowArrayStream stream_of(std::vector<NominationRow>);
template ArrowArrayStream stream_of(std::vector<CeremonyRow>);
template ArrowArrayStream stream_of(std::vector<DeadlineRow>);

}  // namespace laurels::inline v0::exchange
