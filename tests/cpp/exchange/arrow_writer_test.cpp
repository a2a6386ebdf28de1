// Rows as Arrow streams: types, values, batches, and who owns what.

#include "support.hpp"

#include <gmock/gmock.h>

#include <map>

namespace {

using namespace laurels;
using namespace laurels::literals;
using testing::ElementsAre;

/// A stream that is released at the end.
struct Stream {
    explicit Stream(ArrowArrayStream given) : stream(given) {}
    ~Stream() {
        if (stream.release != nullptr) stream.release(&stream);
    }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    ArrowSchema schema() {
        ArrowSchema schema{};
        EXPECT_EQ(stream.get_schema(&stream, &schema), 0);
        return schema;
    }
    ArrowArray next() {
        ArrowArray array{};
        EXPECT_EQ(stream.get_next(&stream, &array), 0);
        return array;
    }
    ArrowArrayStream stream;
};

std::string text_at(const ArrowArray& column, std::int64_t row) {
    const auto* present = static_cast<const std::uint8_t*>(column.buffers[0]);
    if (present != nullptr && (present[row / 8] >> (row % 8) & 1) == 0) return "NULL";
    const auto* ends = static_cast<const std::int32_t*>(column.buffers[1]);
    const auto* text = static_cast<const char*>(column.buffers[2]);
    return {text + ends[row], text + ends[row + 1]};
}

class ArrowOut : public testing::Test {
  protected:
    Registry registry = Registry::in_memory();
    support::World world = support::make_world(registry);

    std::map<std::string, std::int64_t> places_of(const ArrowSchema& schema) {
        std::map<std::string, std::int64_t> places;
        for (std::int64_t i = 0; i < schema.n_children; ++i) places[schema.children[i]->name] = i;
        return places;
    }
};

TEST_F(ArrowOut, EachColumnHasItsType) {
    Stream stream(registry.nominations().to_arrow());
    ArrowSchema schema = stream.schema();
    std::map<std::string, std::string> formats;
    for (std::int64_t i = 0; i < schema.n_children; ++i) formats[schema.children[i]->name] = schema.children[i]->format;
    EXPECT_EQ(formats["id"], "u");
    EXPECT_EQ(formats["nominees"], "+l");
    EXPECT_EQ(formats["outcome"], "u");
    EXPECT_EQ(formats["decided"], "u");
    EXPECT_EQ(formats["decided_first"], "tdD");
    EXPECT_EQ(formats["decided_last"], "tdD");
    EXPECT_EQ(formats["place"], "l");
    EXPECT_EQ(formats["share"], "u");
    EXPECT_EQ(formats["share_value"], "g");
    EXPECT_EQ(formats["voided"], "b");
    EXPECT_STREQ(schema.format, "+s");
    schema.release(&schema);
    EXPECT_EQ(schema.release, nullptr);
}

TEST_F(ArrowOut, ValuesAndNothings) {
    registry.decide(world.nomination, Outcome::won, {.on = When("2025-11"_date), .share = Fraction(1, 4)});
    registry.add(Nomination{.category = world.category, .title = "Another"});
    Stream stream(registry.nominations().to_arrow());
    ArrowSchema schema = stream.schema();
    auto place = places_of(schema);
    ArrowArray batch = stream.next();
    ASSERT_EQ(batch.length, 2);
    const auto column = [&](const char* name) -> const ArrowArray& { return *batch.children[place[name]]; };
    EXPECT_EQ(text_at(column("id"), 1), "nomination:2");
    EXPECT_EQ(text_at(column("title"), 1), "Another");
    EXPECT_EQ(text_at(column("outcome"), 0), "won");
    EXPECT_EQ(text_at(column("decided"), 0), "2025-11");
    EXPECT_EQ(text_at(column("decided"), 1), "NULL");
    EXPECT_EQ(column("decided").null_count, 1);
    const auto* first = static_cast<const std::int32_t*>(column("decided_first").buffers[1]);
    const auto* last = static_cast<const std::int32_t*>(column("decided_last").buffers[1]);
    EXPECT_EQ(last[0] - first[0], 29);
    EXPECT_EQ(static_cast<const double*>(column("share_value").buffers[1])[0], 0.25);
    const ArrowArray& nominees = column("nominees");
    EXPECT_EQ(text_at(*nominees.children[0], 0), "Employment Support Team");
    const auto* ends = static_cast<const std::int32_t*>(nominees.buffers[1]);
    EXPECT_THAT(std::vector(ends, ends + 3), ElementsAre(0, 1, 1));
    batch.release(&batch);
    schema.release(&schema);
    EXPECT_EQ(stream.next().release, nullptr);
}

TEST_F(ArrowOut, ManyRowsComeInBatches) {
    std::vector<Nomination> many(20'000, Nomination{.category = world.category, .title = "One of many"});
    registry.add_all(many);
    Stream stream(registry.nominations().to_arrow());
    std::int64_t rows = 0;
    for (ArrowArray batch = stream.next(); batch.release != nullptr; batch = stream.next()) {
        EXPECT_LE(batch.length, 16'384);
        rows += batch.length;
        batch.release(&batch);
    }
    EXPECT_EQ(rows, 20'001);
}

TEST_F(ArrowOut, AHalfReadStreamHoldsNoLockAndOutlivesTheRegistry) {
    const support::Folder folder;
    auto kept = Registry::open(folder / "kept.laurels", {.timeout = std::chrono::milliseconds(50)});
    const auto there = support::make_world(kept);
    Stream stream(kept.nominations().to_arrow());
    kept.add(Nomination{.category = there.category, .title = "Written meanwhile"});
    kept.close();
    ArrowArray batch = stream.next();
    EXPECT_EQ(batch.length, 1);
    batch.release(&batch);
}

TEST_F(ArrowOut, AColumnMayBeMovedAwayAndLiveLonger) {
    ArrowArray title{};
    {
        Stream stream(registry.nominations().to_arrow());
        ArrowSchema schema = stream.schema();
        const auto at = places_of(schema)["title"];
        schema.release(&schema);
        ArrowArray batch = stream.next();
        title = *batch.children[at];
        batch.children[at]->release = nullptr;
        batch.release(&batch);
    }
    EXPECT_EQ(text_at(title, 0), "Care leavers into work");
    title.release(&title);
}

TEST_F(ArrowOut, OfWhatIsPublicWhereAsked) {
    Stream stream(registry.nominations().to_arrow(Shown::public_only));
    EXPECT_EQ(stream.next().release, nullptr);
    Stream dates(registry.ceremonies().to_arrow());
    EXPECT_EQ(dates.next().release, nullptr);
}

// What one's own importer reads of it.
TEST_F(ArrowOut, GoesBackInByTheMapping) {
    ArrowArrayStream stream = registry.nominations().to_arrow();
    auto mapping = nominations_mapping();
    mapping.exported.clear();  // which only an editable CSV says
    mapping.ignore.insert(mapping.ignore.end(), {"decided_first", "decided_last", "share_value"});
    const auto report = registry.import_table(stream, mapping);
    EXPECT_EQ(report.change, 0) << report.text();
    EXPECT_EQ(report.rows, 1);
}

}  // namespace
