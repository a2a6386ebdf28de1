#include "exchange/json_reader.hpp"

#include "codec/builder.hpp"
#include "model/origin.hpp"
#include "model/text.hpp"

#include <laurels/error.hpp>
#include <laurels/fields.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

namespace laurels::inline v0::exchange {

namespace {

using codec::Json;

/// The bytes of a source, with their places, and a limit to how many may come before what is read is of use.
class Bytes {
  public:
    explicit Bytes(const Source& source) : source_(source) { fill(); }

    bool ended() const { return end_ == 0; }
    char current() const { return chunk_[at_]; }
    void next() {
        if (++at_ == end_) fill();
    }

    /// What comes next may be as long as this.
    void allow(std::size_t length) {
        allowed_ = length;
        began_ = before_ + at_;
    }

    std::int64_t line() {
        count();
        return line_;
    }
    std::string place() {
        count();
        return "line " + std::to_string(line_) + ", column " + std::to_string(before_ + at_ - line_start_ + 1);
    }

  private:
    void fill() {
        count();
        before_ += end_;
        at_ = counted_ = 0;
        if (before_ - began_ > allowed_)
            throw InvalidValue("this is longer than the " + std::to_string(allowed_ >> 20U) +
                               " MiB that one record may have");
        end_ = source_(chunk_.data(), chunk_.size());
    }
    void count() {
        for (; counted_ < std::min(at_, end_); ++counted_) {
            if (chunk_[counted_] != '\n') continue;
            ++line_;
            line_start_ = before_ + counted_ + 1;
        }
    }

    const Source& source_;
    std::array<char, 65536> chunk_{};
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    std::size_t before_ = 0;  // bytes in earlier chunks
    std::size_t began_ = 0;
    std::size_t allowed_ = longest_record;
    std::size_t counted_ = 0;
    std::int64_t line_ = 1;
    std::size_t line_start_ = 0;
};

/// What nlohmann-json reads bytes by.
class ByteIterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    ByteIterator() = default;
    explicit ByteIterator(Bytes& bytes) : bytes_(&bytes) {}
    char operator*() const {
        const char byte = bytes_->current();
        // To nlohmann-json it ends the document, whatever follows.
        if (byte == '\0') throw InvalidValue("this is a NUL byte, which JSON has nowhere");
        return byte;
    }
    ByteIterator& operator++() {
        bytes_->next();
        return *this;
    }
    ByteIterator operator++(int) {
        ByteIterator before = *this;
        bytes_->next();
        return before;
    }
    friend bool operator==(const ByteIterator& left, const ByteIterator& right) {
        return left.at_end() == right.at_end();
    }

  private:
    bool at_end() const { return bytes_ == nullptr || bytes_->ended(); }
    Bytes* bytes_ = nullptr;
};

std::optional<Kind> kind_of_list(std::string_view list) {
    for (std::size_t number = 1; number < kind_count; ++number) {
        const auto kind = static_cast<Kind>(number);
        if (!list.empty() && list_of(kind) == list) return kind;
    }
    return std::nullopt;
}

// ---------------------------------------------------------------------------------------------------------- journals

const Json& member(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end()) throw InvalidValue(std::string("it has no \"") + name + "\"");
    return *found;
}

std::string hex_member(const Json& json, const char* name, std::size_t bytes) {
    const std::string& text = codec::read_text(member(json, name));
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (text.size() != 2 * bytes || !std::ranges::all_of(text, is_digit))
        throw InvalidValue(std::string("\"") + name + "\" is not " + std::to_string(2 * bytes) +
                           " hexadecimal digits in lower case");
    return text;
}

std::string salt_member(const Json& json) {
    return codec::is_null(member(json, "salt")) ? std::string() : hex_member(json, "salt", 16);
}

void require_members(const Json& json, std::size_t count) {
    codec::require_object(json);
    if (json.size() > count) throw InvalidValue("it has members that have no place here");
}

JournalEvent read_event(const Json& json) {
    require_members(json, 8);
    return {.seq = codec::read_whole(member(json, "seq")),
            .change = codec::read_whole(member(json, "change")),
            .record = RecordId::parse(codec::read_text(member(json, "record"))),
            .previous = codec::read_whole(member(json, "previous")),
            .format = codec::read_whole(member(json, "format")),
            .salt = salt_member(json),
            .payload = codec::read_text(member(json, "payload")),
            .digest = hex_member(json, "digest", 32)};
}

JournalChange read_change(const Json& json) {
    require_members(json, 9);
    return {.id = codec::read_whole(member(json, "id")),
            .recorded = codec::read_text(member(json, "recorded")),
            .first = codec::read_whole(member(json, "first")),
            .last = codec::read_whole(member(json, "last")),
            .format = codec::read_whole(member(json, "format")),
            .salt = salt_member(json),
            .payload = codec::read_text(member(json, "payload")),
            .digest = hex_member(json, "digest", 32),
            .chain = hex_member(json, "chain", 32)};
}

// ------------------------------------------------------------------------------------------------------ the document

/// Follows the document from part to part, and builds what it hands over.
class Reading : public nlohmann::json_sax<Json> {
  public:
    Reading(Bytes& bytes, Document& document) : bytes_(bytes), document_(document) {}
    ~Reading() override { codec::dismantle(item_); }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    bool null() override {
        return value([](codec::Builder& to) { return to.null(); }, "null");
    }
    bool boolean(bool value_) override {
        return value([&](codec::Builder& to) { return to.boolean(value_); }, value_ ? "true" : "false");
    }
    bool number_integer(number_integer_t number) override {
        if (at_ == At::top && key_ == "laurels") return version(number);
        return value([&](codec::Builder& to) { return to.number_integer(number); }, "a number");
    }
    bool number_unsigned(number_unsigned_t number) override {
        if (at_ == At::top && key_ == "laurels")
            return version(static_cast<std::int64_t>(std::min<number_unsigned_t>(number, 1'000'000)));
        return value([&](codec::Builder& to) { return to.number_unsigned(number); }, "a number");
    }
    bool number_float(number_float_t number, const string_t& text) override {
        return value([&](codec::Builder& to) { return to.number_float(number, text); }, "a number");
    }
    bool string(string_t& text) override {
        if (at_ == At::top && key_ == "content") return content(text);
        if (at_ == At::journal && key_ == "uuid") return uuid(text);
        if (at_ == At::data_sets) return data_set(text);
        return value([&](codec::Builder& to) { return to.string(text); }, "text");
    }
    bool binary(binary_t& bytes) override {
        return value([&](codec::Builder& to) { return to.binary(bytes); }, "bytes");
    }
    bool start_object(std::size_t size) override {
        if (builder_) return builder_->start_object(size);
        switch (at_) {
        case At::start: at_ = At::top; return true;
        case At::list: begin_item(); return builder_->start_object(size);
        case At::top: return start_part();
        default: misplaced("an object");
        }
    }
    bool end_object() override {
        if (builder_) {
            builder_->end_object();
            if (builder_->depth() == 0) end_item();
            return true;
        }
        switch (at_) {
        case At::records: at_ = At::top; return true;
        case At::journal:
            if (journal_step_ < 3) refuse("the journal has no \"uuid\", \"events\" and \"changes\", in this order");
            at_ = At::top;
            return true;
        default:
            if (!begun_) refuse("there are no \"records\"");
            if (content_ == Content::journal && journal_step_ < 3) refuse("there is no \"journal\" after the records");
            at_ = At::end;
            return true;
        }
    }
    bool start_array(std::size_t size) override {
        if (builder_) return builder_->start_array(size);
        if (at_ == At::records || at_ == At::journal) return start_list();
        if (at_ == At::top && key_ == "data_sets") return start_data_sets();
        misplaced("a list");
    }
    bool end_array() override {
        if (builder_) return builder_->end_array();
        if (at_ == At::data_sets)
            at_ = At::top;
        else
            at_ = kind_ == Kind{} ? At::journal : At::records;
        return true;
    }
    bool key(string_t& text) override {
        if (builder_) return builder_->key(text);
        key_ = model::shown(text.substr(0, 100));
        return true;
    }
    bool parse_error(std::size_t /*position*/, const std::string& token,
                     const nlohmann::detail::exception& /*error*/) override {
        if (bytes_.ended()) refuse("this is where it ends, in the middle of something");
        // At most the token's end is shown: it may be long, and need not be UTF-8.
        std::string shown;
        for (const char c : token.substr(token.size() - std::min<std::size_t>(token.size(), 20)))
            shown += c >= ' ' && c <= '~' ? c : '?';
        refuse("this is not JSON: '" + shown + "'");
    }

    /// True while what is thrown comes from whoever takes the document.
    bool handing_over() const { return handing_over_; }

  private:
    enum class At : std::uint8_t { start, top, data_sets, records, journal, list, end };

    [[noreturn]] static void refuse(const std::string& why) { throw InvalidValue(why); }
    [[noreturn]] void misplaced(const std::string& what) const {
        if (at_ == At::start)
            refuse(what + " where a document begins, which is an object with \"laurels\", \"content\" and \"records\"");
        if (at_ == At::list) refuse("found " + what + " in a list of objects");
        refuse("found " + what + " at \"" + key_ + "\", which has no place here");
    }

    template <class Put>
    bool value(const Put& put, const char* what) {
        if (!builder_) misplaced(what);
        return put(*builder_);
    }

    bool version(std::int64_t number) {
        if (number < 1 || number > json_version)
            refuse("this was written by another Laurels (version " + std::to_string(number) +
                   " of the form; this one reads up to " + std::to_string(json_version) + ")");
        if (version_) refuse("\"laurels\" stands twice");
        version_ = true;
        return true;
    }
    bool content(const std::string& text) {
        if (content_) refuse("\"content\" stands twice");
        for (const Content each : {Content::public_, Content::everything, Content::journal}) {
            if (name(each) == text) content_ = each;
        }
        if (!content_) refuse("\"content\" is \"public\", \"everything\" or \"journal\"");
        return true;
    }
    bool start_data_sets() {
        if (!content_ || *content_ == Content::public_ || begun_) misplaced("a list");
        if (data_sets_) refuse("\"data_sets\" stands twice");
        data_sets_.emplace();
        at_ = At::data_sets;
        return true;
    }
    bool data_set(const std::string& name) {
        model::check_line(name, "data_sets");
        if (model::is_blank(name)) refuse("a data set in \"data_sets\" has no name");
        if (name == model::origin_scheme)
            refuse("a data set in \"data_sets\" is \"laurels\", a scheme that is kept for where a record came from");
        data_sets_->push_back(name);
        return true;
    }
    bool start_part() {
        if (!version_ || !content_) refuse("\"laurels\" and \"content\" come first, and say what this is");
        if (key_ == "records" && !begun_) {
            begun_ = true;
            hand_over([&] { document_.begin(*content_, data_sets_.value_or(std::vector<std::string>())); });
            at_ = At::records;
        } else if (key_ == "journal" && begun_ && content_ == Content::journal && journal_step_ == 0) {
            at_ = At::journal;
        } else {
            misplaced("an object");
        }
        return true;
    }
    bool uuid(const std::string& text) {
        if (journal_step_ != 0) misplaced("text");
        if (!model::is_uuid(text)) refuse("\"uuid\" is no UUID in lower case");
        journal_step_ = 1;
        hand_over([&] { document_.journal(text); });
        return true;
    }
    bool start_list() {
        if (at_ == At::records) {
            const auto kind = kind_of_list(key_);
            if (!kind) refuse("there is no kind of record whose list is \"" + key_ + "\"");
            if (*kind <= last_kind_)
                refuse("the list \"" + key_ +
                       "\" is out of its order: lists go from awards to claims, so that records "
                       "come after what they refer to");
            kind_ = last_kind_ = *kind;
        } else {
            const char* const wanted = journal_step_ == 1 ? "events" : journal_step_ == 2 ? "changes" : "";
            if (key_ != wanted) misplaced("a list");
            ++journal_step_;
            kind_ = Kind{};
        }
        at_ = At::list;
        bytes_.allow(kind_ == Kind{} ? longest_event : longest_record);
        return true;
    }

    void begin_item() {
        line_ = bytes_.line();
        builder_.emplace(item_);
    }
    void end_item() {
        builder_.reset();
        if (kind_ != Kind{}) {
            hand_over([&] { document_.record(kind_, item_, line_); });
        } else if (journal_step_ == 2) {
            const JournalEvent event = read_event(item_);
            hand_over([&] { document_.event(event); });
        } else {
            const JournalChange change = read_change(item_);
            hand_over([&] { document_.change(change); });
        }
        codec::dismantle(item_);
        item_ = nullptr;
        bytes_.allow(kind_ == Kind{} ? longest_event : longest_record);
    }

    template <class Action>
    void hand_over(const Action& action) {
        handing_over_ = true;
        action();
        handing_over_ = false;
    }

    Bytes& bytes_;
    Document& document_;
    At at_ = At::start;
    std::string key_;
    bool version_ = false;
    std::optional<Content> content_;
    std::optional<std::vector<std::string>> data_sets_;
    bool begun_ = false;
    int journal_step_ = 0;  // what it has of uuid, events, changes
    Kind kind_{};
    Kind last_kind_{};
    Json item_;
    std::optional<codec::Builder> builder_;
    std::int64_t line_ = 0;
    bool handing_over_ = false;
};

}  // namespace

void read_json(const Source& source, Document& document) {
    Bytes bytes(source);
    Reading reading(bytes, document);
    try {
        Json::sax_parse(ByteIterator(bytes), ByteIterator(), &reading);
    } catch (const InvalidValue& error) {
        if (reading.handing_over()) throw;
        throw InvalidValue(bytes.place() + ": " + error.what());
    } catch (const WrongKind& error) {
        if (reading.handing_over()) throw;
        throw InvalidValue(bytes.place() + ": " + error.what());
    }
}

}  // namespace laurels::inline v0::exchange
