#pragma once

// Writes a registry as JSON, record by record.

#include "exchange/document.hpp"

#include <laurels/records.hpp>

#include <span>
#include <string>

namespace laurels::inline v0::exchange {

class JsonWriter {
  public:
    JsonWriter(Sink sink, Content content);

    /// Before all records: the data sets whose keys are among their identifiers.
    void data_sets(std::span<const std::string> names);
    /// Begins the list of a kind. All kinds must have one, in their order.
    void begin(Kind kind);
    /// A record, whose ids are those of the document, and where it came from; a nomination with its credits.
    template <RecordType R>
    void record(const R& record, const std::string& origin, std::span<const std::string> of_credits = {});

    /// After the records, where the document has a journal: all events, then all changes.
    void begin_journal(const std::string& uuid);
    void event(const JournalEvent& event);
    void change(const JournalChange& change);

    /// Ends the document.
    void finish();

  private:
    enum class Part : std::uint8_t { records, events, changes };
    void item();
    void flush(std::size_t more_than);

    Sink sink_;
    std::string out_;
    Part part_ = Part::records;
    bool any_list_ = false;
    bool any_item_ = false;
};

}  // namespace laurels::inline v0::exchange
