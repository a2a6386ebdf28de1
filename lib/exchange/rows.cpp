// Rows of text as an Arrow stream. Each array owns its buffers, since a consumer may keep a batch longer than the
// stream.

#include "exchange/batches.hpp"
#include "model/text.hpp"

#include <laurels/error.hpp>
#include <laurels/rows.hpp>

#include <cerrno>
#include <exception>
#include <utility>

namespace laurels::inline v0 {

namespace {

/// One column of text of a batch, or of whole numbers.
struct Cells {
    std::string text;
    std::vector<std::int64_t> offsets{0};  // of text: one more than there are rows; of numbers: the numbers
    std::vector<std::uint8_t> present;     // bits
    std::int64_t nulls = 0;

    void add(std::size_t row, std::optional<std::string_view> cell) {
        if (row % 8 == 0) present.push_back(0);
        if (cell) {
            present.back() = static_cast<std::uint8_t>(present.back() | (1U << (row % 8)));
            text.append(*cell);
        } else {
            ++nulls;
        }
        offsets.push_back(static_cast<std::int64_t>(text.size()));
    }
};

}  // namespace

struct RowBatch::Data {
    explicit Data(std::size_t columns) : cells(columns) {}
    std::vector<Cells> cells;
    std::vector<std::int64_t> lines;
    Cells refused;
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
    data_->cells[data_->at++].add(data_->lines.size(), cell);
    data_->bytes += cell ? cell->size() : 0;
}

void RowBatch::end_row(std::int64_t line) {
    while (data_->at < data_->cells.size()) add(std::nullopt);
    data_->at = 0;
    data_->refused.add(data_->lines.size(), std::nullopt);
    data_->lines.push_back(line);
}

void RowBatch::refuse_row(std::int64_t line, std::string_view reason) {
    while (data_->at < data_->cells.size()) add(std::nullopt);
    data_->at = 0;
    data_->refused.add(data_->lines.size(), reason);
    data_->lines.push_back(line);
}

std::size_t RowBatch::rows() const { return data_->lines.size(); }
std::size_t RowBatch::bytes() const { return data_->bytes; }

/// What is behind the stream, and behind each schema and batch that it gives.
class RowStream {
  public:
    RowStream(std::vector<std::string> columns, std::function<void(RowBatch&)> fill)
        : columns_(std::move(columns)), fill_(std::move(fill)) {}

    static int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
        auto& self = *static_cast<RowStream*>(stream->private_data);
        return self.attempt([&] { *out = self.schema(); });
    }
    static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
        auto& self = *static_cast<RowStream*>(stream->private_data);
        return self.attempt([&] { *out = self.batch(); });
    }
    static const char* last_error(ArrowArrayStream* stream) {
        return static_cast<RowStream*>(stream->private_data)->error_.c_str();
    }
    static void release(ArrowArrayStream* stream) {
        delete static_cast<RowStream*>(stream->private_data);
        stream->release = nullptr;
    }

  private:
    template <class Action>
    int attempt(const Action& action) {
        try {
            action();
            return 0;
        } catch (const std::exception& error) {
            error_ = error.what();
        } catch (...) {
            error_ = "an error of a kind that is not known";
        }
        return EIO;
    }

    struct Schemas {
        std::vector<std::string> names;
        std::vector<ArrowSchema> children;
        std::vector<ArrowSchema*> pointers;
    };
    static void release_schema(ArrowSchema* schema) {
        // The children are released by the parent, unless a consumer has moved one away.
        const auto* const owned = static_cast<Schemas*>(schema->private_data);
        for (ArrowSchema* child : owned->pointers) {
            if (child->release != nullptr) child->release(child);
        }
        delete owned;
        schema->release = nullptr;
    }
    static void release_child_schema(ArrowSchema* schema) { schema->release = nullptr; }

    ArrowSchema schema() const {
        auto owned = std::make_unique<Schemas>();
        owned->names = columns_;
        owned->names.emplace_back(exchange::refused_column);
        owned->names.emplace_back(exchange::line_column);
        owned->children.resize(owned->names.size());
        for (std::size_t i = 0; i < owned->names.size(); ++i) {
            ArrowSchema& child = owned->children[i];
            child.format = i <= columns_.size() ? "U" : "l";
            child.name = owned->names[i].c_str();
            child.flags = ARROW_FLAG_NULLABLE;
            child.release = release_child_schema;
            owned->pointers.push_back(&child);
        }
        ArrowSchema schema{};
        schema.format = "+s";
        schema.name = "";
        schema.n_children = static_cast<std::int64_t>(owned->children.size());
        schema.children = owned->pointers.data();
        schema.release = release_schema;
        schema.private_data = owned.release();
        return schema;
    }

    struct Arrays {
        explicit Arrays(RowBatch&& batch_) : batch(std::move(batch_)) {}
        RowBatch batch;
        std::vector<ArrowArray> children;
        std::vector<ArrowArray*> pointers;
        std::vector<std::array<const void*, 3>> buffers;
        const void* none = nullptr;
    };
    static void release_array(ArrowArray* array) {
        const auto* const owned = static_cast<Arrays*>(array->private_data);
        for (ArrowArray* child : owned->pointers) {
            if (child->release != nullptr) child->release(child);
        }
        delete owned;
        array->release = nullptr;
    }
    static void release_child_array(ArrowArray* array) { array->release = nullptr; }

    ArrowArray batch() {
        ArrowArray array{};
        RowBatch rows(columns_.size());
        fill_(rows);
        if (rows.rows() == 0) return array;  // released already: the end
        auto owned = std::make_unique<Arrays>(std::move(rows));
        RowBatch::Data& data = *owned->batch.data_;
        const auto length = static_cast<std::int64_t>(data.lines.size());
        owned->children.resize(data.cells.size() + 2);
        owned->buffers.resize(data.cells.size() + 2);
        for (std::size_t i = 0; i < owned->children.size(); ++i) {
            ArrowArray& child = owned->children[i];
            auto& buffers = owned->buffers[i];
            if (i <= data.cells.size()) {
                const Cells& cells = i < data.cells.size() ? data.cells[i] : data.refused;
                buffers = {cells.nulls > 0 ? cells.present.data() : nullptr, cells.offsets.data(), cells.text.data()};
                child.null_count = cells.nulls;
                child.n_buffers = 3;
            } else {
                buffers = {nullptr, data.lines.data(), nullptr};
                child.n_buffers = 2;
            }
            child.length = length;
            child.buffers = buffers.data();
            child.release = release_child_array;
            owned->pointers.push_back(&child);
        }
        array.length = length;
        array.n_buffers = 1;
        array.buffers = &owned->none;
        array.n_children = static_cast<std::int64_t>(owned->children.size());
        array.children = owned->pointers.data();
        array.release = release_array;
        array.private_data = owned.release();
        return array;
    }

    std::vector<std::string> columns_;
    std::function<void(RowBatch&)> fill_;
    std::string error_;
};

ArrowArrayStream stream_rows(std::vector<std::string> columns, std::function<void(RowBatch&)> fill) {
    ArrowArrayStream stream{};
    stream.get_schema = RowStream::get_schema;
    stream.get_next = RowStream::get_next;
    stream.get_last_error = RowStream::last_error;
    stream.release = RowStream::release;
    stream.private_data = new RowStream(std::move(columns), std::move(fill));
    return stream;
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
