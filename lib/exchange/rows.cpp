// Rows of text as an Arrow stream.

#include "exchange/arrow_stream.hpp"
#include "exchange/batches.hpp"
#include "model/text.hpp"

#include <laurels/error.hpp>
#include <laurels/rows.hpp>

#include <memory>
#include <utility>

namespace laurels::inline v0 {

namespace {

/// One column of text of a batch.
struct TextColumn {
    std::string text;
    std::vector<std::int64_t> ends{0};
    exchange::Bits present;

    void add(std::optional<std::string_view> cell) {
        present.add(cell.has_value());
        if (cell) text.append(*cell);
        ends.push_back(static_cast<std::int64_t>(text.size()));
    }
};

}  // namespace

struct RowBatch::Data {
    explicit Data(std::size_t columns) : cells(columns) {}
    std::vector<TextColumn> cells;
    std::vector<std::int64_t> lines;
    TextColumn refused;
    TextColumn refused_in;
    std::size_t at = 0;  // the column that comes next
    std::size_t bytes = 0;
};

RowBatch::RowBatch(std::size_t columns) : data_(std::make_unique<Data>(columns)) {}
RowBatch::~RowBatch() = default;
RowBatch::RowBatch(RowBatch&&) noexcept = default;
RowBatch& RowBatch::operator=(RowBatch&&) noexcept = default;

void RowBatch::add(std::optional<std::string_view> cell) {
    if (data_->at == data_->cells.size())
        throw InvalidValue("the row has more cells than the " + std::to_string(data_->cells.size()) +
                           " columns of the table");
    data_->cells[data_->at++].add(cell);
    data_->bytes += cell ? cell->size() : 0;
}

void RowBatch::end_row(std::int64_t line) {
    while (data_->at < data_->cells.size()) add(std::nullopt);
    data_->at = 0;
    data_->refused.add(std::nullopt);
    data_->refused_in.add(std::nullopt);
    data_->lines.push_back(line);
}

void RowBatch::refuse_row(std::int64_t line, std::string_view reason, std::string_view column) {
    while (data_->at < data_->cells.size()) add(std::nullopt);
    data_->at = 0;
    data_->refused.add(reason);
    data_->refused_in.add(column);
    data_->lines.push_back(line);
}

std::size_t RowBatch::rows() const { return data_->lines.size(); }
std::size_t RowBatch::bytes() const { return data_->bytes; }

class RowStream : public exchange::Producer {
  public:
    RowStream(std::vector<std::string> columns, std::function<void(RowBatch&)> fill)
        : columns_(std::move(columns)), fill_(std::move(fill)) {}

    exchange::ArrowType type() const override {
        exchange::ArrowType table{"", "+s", {}};
        for (const std::string& column : columns_) table.items.push_back({column, "U", {}});
        table.items.push_back({std::string(exchange::refused_column), "U", {}});
        table.items.push_back({std::string(exchange::refused_in_column), "U", {}});
        table.items.push_back({std::string(exchange::line_column), "l", {}});
        return table;
    }

    ArrowArray next() override {
        RowBatch rows(columns_.size());
        fill_(rows);
        if (rows.rows() == 0) return {};
        const std::shared_ptr<const RowBatch::Data> data = std::move(rows.data_);
        const auto length = static_cast<std::int64_t>(data->lines.size());
        exchange::Children<ArrowArray> columns;
        const auto add_text = [&](const TextColumn& cells) {
            columns.add([&] {
                return exchange::make_array(
                    length, cells.present.unset,
                    {data, {cells.present.validity(), cells.ends.data(), cells.text.data()}, 3});
            });
        };
        for (const TextColumn& cells : data->cells) add_text(cells);
        add_text(data->refused);
        add_text(data->refused_in);
        columns.add([&] { return exchange::make_array(length, 0, {data, {nullptr, data->lines.data()}, 2}); });
        return exchange::make_array(length, 0, {.count = 1}, std::move(columns));
    }

  private:
    std::vector<std::string> columns_;
    std::function<void(RowBatch&)> fill_;
};

ArrowArrayStream stream_rows(std::vector<std::string> columns, std::function<void(RowBatch&)> fill) {
    return exchange::make_stream(std::make_unique<RowStream>(std::move(columns), std::move(fill)));
}

ArrowArrayStream stream_rows(std::vector<std::string> columns,
                             std::vector<std::vector<std::optional<std::string>>> rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].size() == columns.size()) continue;
        throw InvalidValue("row " + std::to_string(i + 1) + " has " + std::to_string(rows[i].size()) + " cells, and " +
                           "there are " + std::to_string(columns.size()) + " columns");
    }
    constexpr std::size_t at_once = 4'096;
    std::size_t at = 0;
    return stream_rows(std::move(columns), [rows = std::move(rows), at](RowBatch& batch) mutable {
        for (const std::size_t end = std::min(rows.size(), at + at_once); at < end; ++at) {
            for (const auto& cell : rows[at]) batch.add(cell);
            batch.end_row();
        }
    });
}

}  // namespace laurels::inline v0
