#pragma once

// Reads a registry from JSON, record by record: what it holds at a time is one record, or one event.

#include "codec/json.hpp"
#include "exchange/document.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace laurels::inline v0::exchange {

/// Takes what a document holds, in its order.
class Document {
  public:
    Document() = default;
    virtual ~Document() = default;
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    /// Before anything else. Of the data sets there may be keys among the identifiers.
    virtual void begin(Content content, const std::vector<std::string>& data_sets) = 0;
    /// A record of a kind, and the line on which it begins. It may be taken apart.
    virtual void record(Kind kind, codec::Json& json, std::int64_t line) = 0;
    /// Before the events of a journal.
    virtual void journal(const std::string& uuid) = 0;
    virtual void event(const JournalEvent& event) = 0;
    virtual void change(const JournalChange& change) = 0;
};

/// Reads a document to its end. Throws InvalidValue, with line and column, for what is no JSON of this form: for what
/// codec::read() refuses, for lists in another order, and for a record longer than may be. What `document` throws ends
/// the reading.
void read_json(const Source& source, Document& document);

}  // namespace laurels::inline v0::exchange
