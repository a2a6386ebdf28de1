// What queries answer, as tables for others.

#include "exchange/arrow_writer.hpp"
#include "exchange/csv.hpp"
#include "registry/core.hpp"
#include "registry/output.hpp"
#include "storage/questions.hpp"

namespace laurels::inline v0 {

using detail::EventFilter;
using detail::NominationFilter;
using storage::Connection;

namespace {

/// All rows, read to the end. What is public is asked of a view of it: else who is chosen would tell what is not.
template <class Row, class Filter>
std::vector<Row> all_rows(const std::shared_ptr<const detail::Reading>& reading, const Filter& filter, Shown shown) {
    const auto source = shown == Shown::all ? reading : reading->publicly();
    return source->ask([&](Connection& connection) { return storage::rows<Row>(connection, filter); });
}

template <class Row, class Filter>
void write_csv(std::ostream& to, const std::shared_ptr<const detail::Reading>& reading, const Filter& filter,
               const CsvExport& options) {
    // Before the rows are read, so that what comes in between counts as changed since.
    const auto from = options.editable ? std::optional(reading->exported_from(options.everything)) : std::nullopt;
    const auto all = all_rows<Row>(reading, filter, options.everything ? Shown::all : Shown::public_only);
    exchange::write_csv([&](std::string_view bytes) { detail::write_to(to, bytes); }, all, options, from);
}

}  // namespace

void Nominations::to_csv(std::ostream& to, const CsvExport& options) const {
    write_csv<NominationRow>(to, reading_, *filter_, options);
}
void Nominations::to_csv(const std::filesystem::path& path, const CsvExport& options) const {
    detail::write_file(path, [&](std::ostream& to) { to_csv(to, options); });
}
ArrowArrayStream Nominations::to_arrow(Shown shown) const {
    return exchange::stream_of(all_rows<NominationRow>(reading_, *filter_, shown));
}

template <class Row, class Record>
void Events<Row, Record>::to_csv(std::ostream& to, const CsvExport& options) const {
    write_csv<Row>(to, reading_, *filter_, options);
}
template <class Row, class Record>
void Events<Row, Record>::to_csv(const std::filesystem::path& path, const CsvExport& options) const {
    detail::write_file(path, [&](std::ostream& to) { to_csv(to, options); });
}
template <class Row, class Record>
ArrowArrayStream Events<Row, Record>::to_arrow(Shown shown) const {
    return exchange::stream_of(all_rows<Row>(reading_, *filter_, shown));
}

// The classes themselves are instantiated in queries.cpp, where these are not seen.
#define LAURELS_INSTANTIATE(ROW, RECORD)                                                                               \
    template void Events<ROW, RECORD>::to_csv(std::ostream&, const CsvExport&) const;                                  \
    template void Events<ROW, RECORD>::to_csv(const std::filesystem::path&, const CsvExport&) const;                   \
    template ArrowArrayStream Events<ROW, RECORD>::to_arrow(Shown) const;
LAURELS_INSTANTIATE(CeremonyRow, Ceremony)
LAURELS_INSTANTIATE(DeadlineRow, Deadline)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0
