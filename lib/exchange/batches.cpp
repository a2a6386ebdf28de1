// The types that a cell may have, by the format strings of Arrow's C data interface:
// https://arrow.apache.org/docs/format/CDataInterface.html

#include "exchange/batches.hpp"

#include "model/text.hpp"

#include <laurels/error.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstring>
#include <set>
#include <utility>

namespace laurels::inline v0::exchange {

namespace {

[[noreturn]] void refuse_type(const std::string& name, std::string_view format) {
    throw InvalidValue("column '" + model::shown(name) + "' has the Arrow type '" + model::shown(format) +
                       "', which is not read: text, numbers, booleans, dates, timestamps and lists of text are; turn "
                       "it into text first");
}

void set_number(Column& column, Storage storage, int bytes) {
    column.storage = storage;
    column.bytes = bytes;
}

void set_timestamp(Column& column, std::string_view format) {
    column.storage = Storage::timestamp;
    column.bytes = 8;
    constexpr std::array<std::pair<char, std::int64_t>, 4> units = {
        {{'s', 1}, {'m', 1'000}, {'u', 1'000'000}, {'n', 1'000'000'000}}};
    for (const auto& [unit, per_second] : units) {
        if (format.size() > 3 && format[2] == unit && format[3] == ':') {
            column.per_second = per_second;
            column.utc = format.size() > 4;
            return;
        }
    }
    refuse_type(column.name, format);
}

Column read_column(const ArrowSchema& schema, std::string name);

void set_items(Column& column, const ArrowSchema& schema, Storage storage) {
    if (schema.n_children != 1 || schema.children == nullptr || schema.children[0] == nullptr)
        refuse_type(column.name, schema.format);
    column.storage = storage;
    column.items.push_back(read_column(*schema.children[0], column.name));
}

Column read_column(const ArrowSchema& schema, std::string name) {
    Column column;
    column.name = std::move(name);
    const std::string_view format = schema.format == nullptr ? "" : schema.format;
    if (format == "n")
        set_number(column, Storage::nothing, 0);
    else if (format == "b")
        set_number(column, Storage::boolean, 0);
    else if (format == "c")
        set_number(column, Storage::whole, 1);
    else if (format == "s")
        set_number(column, Storage::whole, 2);
    else if (format == "i")
        set_number(column, Storage::whole, 4);
    else if (format == "l")
        set_number(column, Storage::whole, 8);
    else if (format == "C")
        set_number(column, Storage::natural, 1);
    else if (format == "S")
        set_number(column, Storage::natural, 2);
    else if (format == "I")
        set_number(column, Storage::natural, 4);
    else if (format == "L")
        set_number(column, Storage::natural, 8);
    else if (format == "f")
        set_number(column, Storage::real, 4);
    else if (format == "g")
        set_number(column, Storage::real, 8);
    else if (format == "u")
        column.storage = Storage::text;
    else if (format == "U")
        column.storage = Storage::long_text;
    else if (format == "vu")
        column.storage = Storage::text_view;
    else if (format == "tdD")
        set_number(column, Storage::date_days, 4);
    else if (format == "tdm")
        set_number(column, Storage::date_milliseconds, 8);
    else if (format.starts_with("ts"))
        set_timestamp(column, format);
    else if (format == "+l")
        set_items(column, schema, Storage::list);
    else if (format == "+L")
        set_items(column, schema, Storage::long_list);
    else
        refuse_type(column.name, format);
    if (schema.dictionary != nullptr) {
        if (column.storage != Storage::whole && column.storage != Storage::natural) refuse_type(column.name, format);
        column.dictionary = true;
        column.items.push_back(read_column(*schema.dictionary, column.name));
    }
    return column;
}

/// How many buffers an array of this storage has at least.
std::int64_t buffers_of(Storage storage) {
    switch (storage) {
    case Storage::nothing: return 0;
    case Storage::text:
    case Storage::long_text:
    case Storage::text_view: return 3;
    default: return 2;
    }
}

void check_array(const Column& column, const ArrowArray* array, std::int64_t length) {
    const auto refuse = [&] {
        throw InvalidValue("the batch's column '" + model::shown(column.name) + "' is not what the schema says");
    };
    if (array == nullptr || array->release == nullptr || array->length < length || array->offset < 0) refuse();
    // Views may lie in the row itself, with no buffer of text at all.
    if (array->n_buffers < (column.storage == Storage::text_view ? 2 : buffers_of(column.storage))) refuse();
    if (array->n_buffers > 0 && array->buffers == nullptr) refuse();
    if (array->length == 0) return;
    if (column.dictionary) {
        check_array(column.items.front(), array->dictionary, 0);
    } else if (!column.items.empty()) {
        if (array->n_children != 1 || array->children == nullptr) refuse();
        check_array(column.items.front(), array->children[0], 0);
    }
    if (buffers_of(column.storage) > 1 && array->buffers[1] == nullptr) refuse();
}

bool bit(const void* bits, std::int64_t at) {
    return ((static_cast<const std::uint8_t*>(bits)[at / 8] >> (at % 8)) & 1) != 0;
}

template <class V>
V value_at(const void* buffer, std::int64_t at) {
    V value;
    std::memcpy(&value, static_cast<const char*>(buffer) + static_cast<std::size_t>(at) * sizeof(V), sizeof(V));
    return value;
}

std::int64_t whole_at(const Column& column, const void* buffer, std::int64_t at) {
    if (column.storage == Storage::natural) {
        switch (column.bytes) {
        case 1: return value_at<std::uint8_t>(buffer, at);
        case 2: return value_at<std::uint16_t>(buffer, at);
        case 4: return value_at<std::uint32_t>(buffer, at);
        default: break;
        }
    }
    switch (column.bytes) {
    case 1: return value_at<std::int8_t>(buffer, at);
    case 2: return value_at<std::int16_t>(buffer, at);
    case 4: return value_at<std::int32_t>(buffer, at);
    default: return value_at<std::int64_t>(buffer, at);
    }
}

template <class V>
void set_digits(std::string& out, V value) {
    std::array<char, 40> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.assign(digits.data(), end);
}

/// A whole number without a decimal point, since tables with gaps store those as reals too.
bool set_real(std::string& out, double value) {
    if (std::isnan(value)) return false;
    if (value == std::trunc(value) && std::abs(value) < 1e15)
        set_digits(out, static_cast<std::int64_t>(value));
    else
        set_digits(out, value);
    return true;
}

void set_two(std::string& out, unsigned number) {
    out += static_cast<char>('0' + static_cast<int>(number / 10 % 10));
    out += static_cast<char>('0' + static_cast<int>(number % 10));
}

void set_day(std::string& out, std::chrono::sys_days day, const Column& column) {
    const std::chrono::year_month_day date(day);
    const int year = static_cast<int>(date.year());
    if (!date.ok() || year < 0 || year > 9999)
        throw InvalidValue("the date in column '" + model::shown(column.name) + "' is not within the years 0 to 9999");
    std::string digits = std::to_string(year);
    out.assign(4 - digits.size(), '0');
    out += digits;
    out += '-';
    set_two(out, static_cast<unsigned>(date.month()));
    out += '-';
    set_two(out, static_cast<unsigned>(date.day()));
}

void set_timestamp(std::string& out, std::int64_t value, const Column& column) {
    const std::int64_t seconds =
        value >= 0 ? value / column.per_second : -((-value + column.per_second - 1) / column.per_second);
    const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    set_day(out, day, column);
    const auto clock = static_cast<unsigned>((time - day).count());
    out += 'T';
    set_two(out, clock / 3600);
    out += ':';
    set_two(out, clock / 60 % 60);
    out += ':';
    set_two(out, clock % 60);
    if (column.utc) out += 'Z';
}

std::string_view piece(const Column& column, const void* text, std::int64_t from, std::int64_t to) {
    if (from < 0 || to < from)
        throw InvalidValue("the batch's column '" + model::shown(column.name) + "' has offsets that go backwards");
    if (from == to) return {};
    return {static_cast<const char*>(text) + from, static_cast<std::size_t>(to - from)};
}

std::string_view view_at(const Column& column, const ArrowArray& array, std::int64_t at) {
    const char* const view = static_cast<const char*>(array.buffers[1]) + at * 16;
    const auto size = value_at<std::int32_t>(view, 0);
    if (size < 0) return piece(column, view, 0, -1);
    if (size <= 12) return {view + 4, static_cast<std::size_t>(size)};
    const auto buffer = value_at<std::int32_t>(view, 2);
    const auto from = value_at<std::int32_t>(view, 3);
    // The last buffer holds the sizes of the ones with text.
    if (buffer < 0 || buffer + 3 >= array.n_buffers) return piece(column, view, 0, -1);
    return piece(column, array.buffers[2 + buffer], from, static_cast<std::int64_t>(from) + size);
}

std::optional<std::string_view> text_at(const Column& column, const ArrowArray& array, std::int64_t row,
                                        std::string& scratch);

std::string_view items_at(const Column& column, const ArrowArray& array, std::int64_t from, std::int64_t to,
                          std::string& scratch) {
    static_cast<void>(piece(column, "", from, to));
    std::string list;
    for (std::int64_t at = from; at < to; ++at) {
        if (at > from) list += item_separator;
        list += text_at(column.items.front(), *array.children[0], at, scratch).value_or("");
    }
    scratch = std::move(list);
    return scratch;
}

/// `row` is counted from the array's own offset.
std::optional<std::string_view> text_at(const Column& column, const ArrowArray& array, std::int64_t row,
                                        std::string& scratch) {
    if (column.storage == Storage::nothing || row < 0 || row >= array.length) return std::nullopt;
    const std::int64_t at = array.offset + row;
    if (array.buffers[0] != nullptr && !bit(array.buffers[0], at)) return std::nullopt;
    const void* const values = array.buffers[1];
    if (column.dictionary)
        return text_at(column.items.front(), *array.dictionary, whole_at(column, values, at), scratch);
    switch (column.storage) {
    case Storage::nothing: return std::nullopt;
    case Storage::boolean: return bit(values, at) ? "true" : "false";
    case Storage::whole: set_digits(scratch, whole_at(column, values, at)); return scratch;
    case Storage::natural:
        if (column.bytes == 8)
            set_digits(scratch, value_at<std::uint64_t>(values, at));
        else
            set_digits(scratch, whole_at(column, values, at));
        return scratch;
    case Storage::real:
        if (!set_real(scratch, column.bytes == 4 ? static_cast<double>(value_at<float>(values, at))
                                                 : value_at<double>(values, at)))
            return std::nullopt;
        return scratch;
    case Storage::text:
        return piece(column, array.buffers[2], value_at<std::int32_t>(values, at),
                     value_at<std::int32_t>(values, at + 1));
    case Storage::long_text:
        return piece(column, array.buffers[2], value_at<std::int64_t>(values, at),
                     value_at<std::int64_t>(values, at + 1));
    case Storage::text_view: return view_at(column, array, at);
    case Storage::date_days:
        set_day(scratch, std::chrono::sys_days(std::chrono::days(value_at<std::int32_t>(values, at))), column);
        return scratch;
    case Storage::date_milliseconds:
        set_day(scratch,
                std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::milliseconds>(
                    std::chrono::milliseconds(value_at<std::int64_t>(values, at)))),
                column);
        return scratch;
    case Storage::timestamp: set_timestamp(scratch, value_at<std::int64_t>(values, at), column); return scratch;
    case Storage::list:
        return items_at(column, array, value_at<std::int32_t>(values, at), value_at<std::int32_t>(values, at + 1),
                        scratch);
    case Storage::long_list:
        return items_at(column, array, value_at<std::int64_t>(values, at), value_at<std::int64_t>(values, at + 1),
                        scratch);
    }
    return std::nullopt;
}

/// Releases a schema whatever happens while it is read.
struct Schema {
    ArrowSchema schema{};
    Schema() = default;
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;
    ~Schema() {
        if (schema.release != nullptr) schema.release(&schema);
    }
};

}  // namespace

bool Column::is_number() const {
    if (dictionary) return items.front().is_number();
    return storage == Storage::whole || storage == Storage::natural || storage == Storage::real;
}

Batches::Batches(ArrowArrayStream& stream) : stream_(stream) {
    stream.release = nullptr;
    if (stream_.release == nullptr)
        throw InvalidValue("this Arrow stream was released or read before: take another from its table");
    try {
        Schema read;
        if (stream_.get_schema(&stream_, &read.schema) != 0) throw InvalidValue(failure());
        const ArrowSchema& schema = read.schema;
        if (schema.release == nullptr || schema.format == nullptr || std::string_view(schema.format) != "+s")
            throw InvalidValue("this Arrow stream is not one of rows with named columns");
        std::set<std::string> names;
        width_ = static_cast<std::size_t>(schema.n_children);
        for (std::size_t place = 0; place < width_; ++place) {
            const ArrowSchema& child = *schema.children[place];
            std::string name = child.name == nullptr ? "" : child.name;
            if (const auto bad = model::invalid_utf8(name))
                throw InvalidValue("the name of column " + std::to_string(place + 1) + " is not UTF-8 at byte " +
                                   std::to_string(*bad + 1));
            if (!names.insert(name).second)
                throw InvalidValue("two columns are named '" + model::shown(name) + "': each needs a name of its own");
            Column column = read_column(child, std::move(name));
            if (column.name == line_column) {
                lines_ = {std::move(column), place};
                continue;
            }
            if (column.name == refused_column) {
                refused_ = {std::move(column), place};
                continue;
            }
            columns_.push_back(std::move(column));
            places_.push_back(place);
        }
        scratch_.resize(columns_.size() + 1);  // the last for what is no column
    } catch (...) {
        stream_.release(&stream_);
        throw;
    }
}

Batches::~Batches() {
    release_batch();
    if (stream_.release != nullptr) stream_.release(&stream_);
}

void Batches::release_batch() noexcept {
    if (batch_.release != nullptr) batch_.release(&batch_);
    batch_ = {};
}

std::string Batches::failure() const {
    const char* const said = stream_.get_last_error(const_cast<ArrowArrayStream*>(&stream_));
    return "the Arrow stream failed: " + (said == nullptr ? "it does not say why" : model::shown(said));
}

void Batches::check_batch() const {
    if (batch_.length < 0 || !std::cmp_equal(batch_.n_children, width_) || batch_.offset < 0 ||
        (width_ > 0 && batch_.children == nullptr))
        throw InvalidValue("a batch of the Arrow stream is not what its schema says");
    for (std::size_t i = 0; i < columns_.size(); ++i)
        check_array(columns_[i], batch_.children[places_[i]], batch_.offset + batch_.length);
    for (const auto& hidden : {lines_, refused_}) {
        if (hidden) check_array(hidden->first, batch_.children[hidden->second], batch_.offset + batch_.length);
    }
}

bool Batches::next() {
    for (;;) {
        release_batch();
        if (stream_.get_next(&stream_, &batch_) != 0) {
            batch_ = {};
            throw InvalidValue(failure());
        }
        if (batch_.release == nullptr) return false;
        check_batch();
        if (batch_.length > 0) return true;
    }
}

std::optional<std::string_view> Batches::cell(std::size_t column, std::size_t row) {
    return text_at(columns_[column], *batch_.children[places_[column]], batch_.offset + static_cast<std::int64_t>(row),
                   scratch_[column]);
}

std::int64_t Batches::line(std::size_t row) {
    if (!lines_ || lines_->first.storage != Storage::whole) return 0;
    const ArrowArray& array = *batch_.children[lines_->second];
    return whole_at(lines_->first, array.buffers[1], array.offset + batch_.offset + static_cast<std::int64_t>(row));
}

std::optional<std::string_view> Batches::refused(std::size_t row) {
    if (!refused_) return std::nullopt;
    return text_at(refused_->first, *batch_.children[refused_->second], batch_.offset + static_cast<std::int64_t>(row),
                   scratch_.back());
}

}  // namespace laurels::inline v0::exchange
