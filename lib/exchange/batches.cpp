// The types that a cell may have, by the format strings of Arrow's C data interface:
// https://arrow.apache.org/docs/format/CDataInterface.html

#include "exchange/batches.hpp"

#include "exchange/cell.hpp"
#include "model/text.hpp"

#include <laurels/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstring>
#include <new>
#include <set>
#include <utility>

namespace laurels::inline v0::exchange {

namespace {

constexpr int most_places = 76;  // digits of a decimal of 256 bits

void set_number(Column& column, Storage storage, int bytes) {
    column.storage = storage;
    column.bytes = bytes;
}

/// The unit of "tss:Europe/London" or "ttm"; false for what has none.
bool set_unit(Column& column, char unit) {
    constexpr std::array<std::pair<char, std::int64_t>, 4> units = {
        {{'s', 1}, {'m', 1'000}, {'u', 1'000'000}, {'n', 1'000'000'000}}};
    const auto found = std::ranges::find(units, unit, &std::pair<char, std::int64_t>::first);
    if (found == units.end()) return false;
    column.per_second = found->second;
    return true;
}

void set_timestamp(Column& column, std::string_view format) {
    if (format.size() < 4 || format[3] != ':' || !set_unit(column, format[2])) return;
    set_number(column, Storage::timestamp, 8);
    column.utc = format.size() > 4;
}

void set_time(Column& column, std::string_view format) {
    if (format.size() != 3 || !set_unit(column, format[2])) return;
    set_number(column, Storage::time, column.per_second <= 1'000 ? 4 : 8);
}

/// "d:19,10" or "d:19,10,256": digits, those after the point, and bits where they are not 128.
void set_decimal(Column& column, std::string_view format) {
    std::array<int, 3> numbers = {0, 0, 128};
    const char* at = format.data() + 1;
    const char* const end = format.data() + format.size();
    std::size_t found = 0;
    while (found < numbers.size() && at != end) {
        const auto [next, error] = std::from_chars(at + 1, end, numbers[found++]);
        if (error != std::errc()) return;
        at = next;
    }
    const int bits = numbers[2];
    if (at != end || found < 2 || numbers[1] < -most_places || numbers[1] > most_places) return;
    if (bits != 32 && bits != 64 && bits != 128 && bits != 256) return;
    set_number(column, Storage::decimal, bits / 8);
    column.places = numbers[1];
}

Column read_column(const ArrowSchema& schema, std::string name);

void set_items(Column& column, const ArrowSchema& schema, Storage storage) {
    if (schema.n_children != 1 || schema.children == nullptr || schema.children[0] == nullptr) return;
    Column items = read_column(*schema.children[0], column.name);
    if (items.storage == Storage::unread) return;
    column.storage = storage;
    column.items.push_back(std::move(items));
}

Column read_column(const ArrowSchema& schema, std::string name) {
    Column column;
    column.name = std::move(name);
    column.storage = Storage::unread;
    column.format = schema.format == nullptr ? "" : schema.format;
    const std::string_view format = column.format;
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
    else if (format.starts_with("tt"))
        set_time(column, format);
    else if (format.starts_with("d:"))
        set_decimal(column, format);
    else if (format == "+l")
        set_items(column, schema, Storage::list);
    else if (format == "+L")
        set_items(column, schema, Storage::long_list);
    if (schema.dictionary != nullptr) {
        Column items = read_column(*schema.dictionary, column.name);
        const bool indexed = column.storage == Storage::whole || column.storage == Storage::natural;
        if (indexed && items.storage != Storage::unread)
            column.dictionary = true;
        else
            column.storage = Storage::unread;
        column.items.push_back(std::move(items));
    }
    return column;
}

/// How many buffers an array of this storage has at least.
std::int64_t buffers_of(Storage storage) {
    switch (storage) {
    case Storage::nothing:
    case Storage::unread: return 0;
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
    if (column.storage == Storage::unread) return;
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

/// "10:30:00"; a part of a second is left out.
void add_clock(std::string& out, std::int64_t seconds) {
    const auto clock = static_cast<unsigned>(seconds);
    set_two(out, clock / 3600);
    out += ':';
    set_two(out, clock / 60 % 60);
    out += ':';
    set_two(out, clock % 60);
}

/// Always with its clock, so that one form fits the whole column.
void set_timestamp(std::string& out, std::int64_t value, const Column& column) {
    const std::int64_t seconds =
        value >= 0 ? value / column.per_second : -((-value + column.per_second - 1) / column.per_second);
    const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    set_day(out, day, column);
    out += 'T';
    add_clock(out, (time - day).count());
    if (column.utc) out += 'Z';
}

void set_time(std::string& out, std::int64_t value, const Column& column) {
    const std::int64_t seconds = value / column.per_second;
    if (value < 0 || seconds >= 86'400)
        throw InvalidValue("the time in column '" + model::shown(column.name) + "' is not within a day");
    out.clear();
    add_clock(out, seconds);
}

/// A whole number of up to 256 bits in two's complement, with its point where the type says: "1.50".
void set_decimal(std::string& out, const void* buffer, std::int64_t at, const Column& column) {
    const std::size_t bytes = static_cast<std::size_t>(column.bytes);
    std::array<std::uint32_t, 8> words{};  // the lowest first
    std::memcpy(words.data(), static_cast<const char*>(buffer) + static_cast<std::size_t>(at) * bytes, bytes);
    const std::size_t count = bytes / sizeof(std::uint32_t);
    const bool negative = words[count - 1] >> 31 != 0;
    if (negative) {
        std::uint64_t carry = 1;
        for (std::size_t i = 0; i < count; ++i) {
            carry += ~words[i];
            words[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }
    const auto rest_of = [&] { return std::ranges::any_of(words, [](std::uint32_t word) { return word != 0; }); };
    out.clear();  // from the last digit to the first
    if (column.places < 0 && rest_of()) out.append(static_cast<std::size_t>(-column.places), '0');
    const auto places = static_cast<std::size_t>(std::max(column.places, 0));
    while (out.size() <= places || rest_of()) {
        std::uint64_t rest = 0;
        for (std::size_t i = count; i-- > 0;) {
            rest = rest << 32 | words[i];
            words[i] = static_cast<std::uint32_t>(rest / 10);
            rest %= 10;
        }
        out += static_cast<char>('0' + static_cast<int>(rest));
    }
    if (places > 0) out.insert(places, ".");
    if (negative) out += '-';
    std::ranges::reverse(out);
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
    if (column.storage == Storage::nothing || column.storage == Storage::unread || row < 0 || row >= array.length)
        return std::nullopt;
    const std::int64_t at = array.offset + row;
    if (array.buffers[0] != nullptr && !bit(array.buffers[0], at)) return std::nullopt;
    const void* const values = array.buffers[1];
    if (column.dictionary) {
        const std::int64_t entry = whole_at(column, values, at);
        if (entry < 0 || entry >= array.dictionary->length)
            throw InvalidValue("the batch's column '" + model::shown(column.name) + "' has the entry " +
                               std::to_string(entry) + " of its dictionary, which has " +
                               std::to_string(array.dictionary->length));
        return text_at(column.items.front(), *array.dictionary, entry, scratch);
    }
    switch (column.storage) {
    case Storage::nothing:
    case Storage::unread: return std::nullopt;
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
    case Storage::time:
        set_time(scratch, column.bytes == 4 ? value_at<std::int32_t>(values, at) : value_at<std::int64_t>(values, at),
                 column);
        return scratch;
    case Storage::decimal: set_decimal(scratch, values, at, column); return scratch;
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
    if (!items.empty()) return items.front().is_number();
    return storage == Storage::whole || storage == Storage::natural || storage == Storage::real ||
           storage == Storage::decimal;
}

std::string Column::type() const {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 15> names = {
        {{"+s", "structs"},
         {"+m", "maps"},
         {"+u", "unions"},
         {"+l", "lists of what has no text"},
         {"+L", "lists of what has no text"},
         {"+w", "lists of fixed size"},
         {"+v", "list views"},
         {"+r", "runs"},
         {"z", "bytes"},
         {"Z", "bytes"},
         {"vz", "bytes"},
         {"w", "bytes"},
         {"tD", "durations"},
         {"ti", "intervals"},
         {"e", "half-precision numbers"}}};
    const auto found = std::ranges::find_if(names, [&](const auto& entry) { return format.starts_with(entry.first); });
    const std::string code = "the Arrow type '" + model::shown(format) + "'";
    return found == names.end() ? code : std::string(found->second) + ", " + code;
}

void Column::check_read(const std::string& place) const {
    if (storage != Storage::unread) return;
    throw InvalidValue(place + "column '" + model::shown(name) + "' has " + type() +
                       ", which is not read: text, numbers, booleans, dates, times, timestamps and lists of these "
                       "are; turn it into text first");
}

Batches::Batches(ArrowArrayStream& stream) : stream_(stream) {
    stream.release = nullptr;
    if (stream_.release == nullptr)
        throw InvalidValue("this Arrow stream was released or read before: take another from its table");
    try {
        Schema read;
        if (const int error = stream_.get_schema(&stream_, &read.schema)) fail(error);
        const ArrowSchema& schema = read.schema;
        if (schema.release == nullptr || schema.format == nullptr || std::string_view(schema.format) != "+s")
            throw InvalidValue("this Arrow stream is not one of rows with named columns");
        std::set<std::string> names;
        const auto malformed = [] { return InvalidValue("the schema of this Arrow stream is malformed"); };
        if (schema.n_children < 0 || (schema.n_children > 0 && schema.children == nullptr)) throw malformed();
        width_ = static_cast<std::size_t>(schema.n_children);
        for (std::size_t place = 0; place < width_; ++place) {
            if (schema.children[place] == nullptr) throw malformed();
            const ArrowSchema& child = *schema.children[place];
            const std::string_view given = child.name == nullptr ? "" : child.name;
            if (const auto bad = model::invalid_utf8(given))
                throw InvalidValue("the name of column " + std::to_string(place + 1) + " is not UTF-8 at byte " +
                                   std::to_string(*bad + 1));
            const std::string name = one_line(given);
            if (!names.insert(name).second)
                throw InvalidValue("two columns are named '" + model::shown(name) + "': each needs a name of its own");
            Column column = read_column(child, name);
            column.tabs = given.find('\t') != std::string_view::npos;
            if (Hidden* const hidden = name == line_column         ? &lines_
                                       : name == refused_column    ? &refused_
                                       : name == refused_in_column ? &refused_in_
                                                                   : nullptr) {
                *hidden = {std::move(column), place};
                continue;
            }
            columns_.push_back(std::move(column));
            places_.push_back(place);
        }
        scratch_.resize(columns_.size());
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

void Batches::fail(int error) const {
    if (error == ENOMEM) throw std::bad_alloc();
    throw InvalidValue(failure());
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
    for (const Hidden* hidden : {&lines_, &refused_, &refused_in_}) {
        if (*hidden) check_array((*hidden)->first, batch_.children[(*hidden)->second], batch_.offset + batch_.length);
    }
}

bool Batches::next() {
    for (;;) {
        release_batch();
        if (const int error = stream_.get_next(&stream_, &batch_)) {
            batch_ = {};
            fail(error);
        }
        if (batch_.release == nullptr) return false;
        check_batch();
        if (batch_.length > 0) return true;
    }
}

std::optional<std::string_view> Batches::text_of(const Column& column, std::size_t place, std::size_t row,
                                                 std::string& scratch) const {
    return text_at(column, *batch_.children[place], batch_.offset + static_cast<std::int64_t>(row), scratch);
}

std::optional<std::string_view> Batches::cell(std::size_t column, std::size_t row) {
    return text_of(columns_[column], places_[column], row, scratch_[column]);
}

std::int64_t Batches::line(std::size_t row) {
    if (!lines_ || lines_->first.storage != Storage::whole) return 0;
    const ArrowArray& array = *batch_.children[lines_->second];
    return whole_at(lines_->first, array.buffers[1], array.offset + batch_.offset + static_cast<std::int64_t>(row));
}

std::optional<Unreadable> Batches::refused(std::size_t row) {
    if (!refused_) return std::nullopt;
    const auto reason = text_of(refused_->first, refused_->second, row, reason_scratch_);
    if (!reason) return std::nullopt;
    Unreadable unreadable{{}, *reason};
    if (refused_in_)
        unreadable.column = text_of(refused_in_->first, refused_in_->second, row, column_scratch_).value_or("");
    return unreadable;
}

}  // namespace laurels::inline v0::exchange
