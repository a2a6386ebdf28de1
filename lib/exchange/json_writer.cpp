#include "exchange/json_writer.hpp"

#include "codec/value.hpp"

#include <laurels/fields.hpp>

namespace laurels::inline v0::exchange {

namespace {

constexpr std::size_t enough = std::size_t(64) * 1024;

template <class R>
void write_fields(std::string& out, const R& record) {
    const R nothing;
    Fields<R>::each([&](const auto& field) {
        bool said = record.*field.member != nothing.*field.member;
        if constexpr (std::is_same_v<R, Credit>) said = said && field.name != "nomination";
        // Where nothing is said of the stage it is the furthest that was reached.
        if constexpr (std::is_same_v<R, Nomination>) said = said || (field.name == "stage" && !record.reached.empty());
        if (!said) return;
        out += ",\"";
        out += field.name;
        out += "\":";
        codec::write(out, nothing.*field.member, record.*field.member);
    });
}

template <class R>
void write_record(std::string& out, const R& record, const std::string& origin) {
    out += "{\"id\":";
    codec::write_whole(out, record.id.value);
    out += ",\"origin\":";
    codec::write_text(out, origin);
    write_fields(out, record);
}

class Members {
  public:
    explicit Members(std::string& out) : out_(out) {}
    Members& number(std::string_view name, std::int64_t value) {
        key(name);
        codec::write_whole(out_, value);
        return *this;
    }
    Members& text(std::string_view name, std::string_view value) {
        key(name);
        codec::write_text(out_, value);
        return *this;
    }
    Members& salt(const std::string& value) {
        if (!value.empty()) return text("salt", value);
        key("salt");
        out_ += "null";
        return *this;
    }
    void end() { out_ += '}'; }

  private:
    void key(std::string_view name) {
        out_ += first_ ? '{' : ',';
        first_ = false;
        codec::write_text(out_, name);
        out_ += ':';
    }
    std::string& out_;
    bool first_ = true;
};

}  // namespace

JsonWriter::JsonWriter(Sink sink, Content content) : sink_(std::move(sink)) {
    out_ = "{\"laurels\":" + std::to_string(json_version) + ",\"content\":\"" + std::string(name(content)) + '"';
}

void JsonWriter::data_sets(std::span<const std::string> names) {
    if (names.empty()) return;
    out_ += ",\"data_sets\":";
    codec::write_texts(out_, names);
}

void JsonWriter::begin(Kind kind) {
    out_ += any_list_ ? "\n],\n\"" : ",\"records\":{\n\"";
    out_ += list_of(kind);
    out_ += "\":[";
    any_list_ = true;
    any_item_ = false;
}

void JsonWriter::item() {
    out_ += any_item_ ? ",\n" : "\n";
    any_item_ = true;
    flush(enough);
}

template <RecordType R>
void JsonWriter::record(const R& record, const std::string& origin, std::span<const std::string> of_credits) {
    item();
    write_record(out_, record, origin);
    if constexpr (std::is_same_v<R, Nomination>) {
        for (std::size_t i = 0; i < record.credits.size(); ++i) {
            out_ += i == 0 ? ",\"credits\":[" : ",";
            write_record(out_, record.credits[i], of_credits[i]);
            out_ += '}';
        }
        if (!record.credits.empty()) out_ += ']';
    } else {
        static_cast<void>(of_credits);
    }
    out_ += '}';
}

void JsonWriter::begin_journal(const std::string& uuid) {
    out_ += "\n]},\n\"journal\":{\"uuid\":";
    codec::write_text(out_, uuid);
    out_ += ",\n\"events\":[";
    part_ = Part::events;
    any_item_ = false;
}

void JsonWriter::event(const JournalEvent& event) {
    item();
    Members(out_)
        .number("seq", event.seq)
        .number("change", event.change)
        .text("record", to_string(event.record))
        .number("previous", event.previous)
        .number("format", event.format)
        .salt(event.salt)
        .text("payload", event.payload)
        .text("digest", event.digest)
        .end();
}

void JsonWriter::change(const JournalChange& change) {
    if (part_ == Part::events) {
        out_ += "\n],\n\"changes\":[";
        part_ = Part::changes;
        any_item_ = false;
    }
    item();
    Members(out_)
        .number("id", change.id)
        .text("recorded", change.recorded)
        .number("first", change.first)
        .number("last", change.last)
        .number("format", change.format)
        .salt(change.salt)
        .text("payload", change.payload)
        .text("digest", change.digest)
        .text("chain", change.chain)
        .end();
}

void JsonWriter::finish() {
    if (part_ == Part::events) out_ += "\n],\n\"changes\":[";
    out_ += "\n]}}\n";
    flush(0);
}

void JsonWriter::flush(std::size_t more_than) {
    if (out_.size() <= more_than) return;
    sink_(out_);
    out_.clear();
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template void JsonWriter::record(const R&, const std::string&, std::span<const std::string>);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::exchange
