#include "exchange/portions.hpp"

#include <system_error>
#include <utility>

namespace laurels::inline v0::exchange {

namespace {

/// Many enough that rows are found and written in runs, and few enough that a table of some thousands gains by the
/// second thread too.
constexpr std::size_t rows_at_once = 512;
/// Some take longer to read than to write, and others longer to write.
constexpr std::size_t most_ready = 4;

}  // namespace

Portions::Portions(Batches& batches, Plan& plan, bool any_thread)
    : batches_(batches), plan_(plan), any_thread_(any_thread) {
    if (any_thread_) read_ahead();
}

Portions::~Portions() {
    {
        const std::scoped_lock lock(mutex_);
        is_over_ = true;
    }
    if (reading_.valid()) reading_.wait();
}

bool Portions::full() const {
    return ahead_.entries.size() >= rows_at_once || std::cmp_greater_equal(ahead_.rows, rows_at_once);
}

void Portions::read_batch() {
    for (; row_ < rows_ && !full(); ++row_) {
        ++ahead_.rows;
        try {
            plan_.read(batches_, row_, ahead_.entries);
        } catch (RowError& error) {
            ahead_.refused.push_back({plan_.rows(), batches_.line(row_), std::move(error)});
        }
    }
}

bool Portions::has_rows() {
    if (row_ < rows_) return true;
    if (ended_ || !batches_.next()) {
        ended_ = true;
        return false;
    }
    row_ = 0;
    rows_ = batches_.rows();
    return true;
}

void Portions::clear() {
    ahead_.entries.clear();
    ahead_.refused.clear();
    ahead_.rows = 0;
}

void Portions::read_on() {
    while (!full() && has_rows()) read_batch();
}

bool Portions::next(Portion& portion) { return any_thread_ ? next_ready(portion) : next_read(portion); }

template <class Action>
bool Portions::in_thread(const Action& action) {
    try {
        reading_ = std::async(std::launch::async, action);
        return true;
    } catch (const std::system_error&) {
        return false;
    }
}

// ------------------------------------------------------------------------------- A stream that this thread has to ask

bool Portions::next_read(Portion& portion) {
    if (reading_.valid()) reading_.get();
    read_on();
    std::swap(portion, ahead_);
    const bool more = portion.rows > 0 && has_rows() && in_thread([this] {
                          clear();
                          read_batch();
                      });
    if (!more) clear();
    return portion.rows > 0;
}

// ------------------------------------------------------------------------------------ A stream that any thread may ask

void Portions::read_ahead() {
    is_reading_ = true;
    if (!in_thread([this] { read_portions(); })) is_reading_ = false;
}

void Portions::read_portions() {
    try {
        do {
            clear();
            read_on();
        } while (hand_over());
    } catch (...) {
        const std::scoped_lock lock(mutex_);
        is_reading_ = false;
        has_failed_ = true;
        changed_.notify_one();
        throw;
    }
}

bool Portions::hand_over() {
    const std::scoped_lock lock(mutex_);
    if (ahead_.rows > 0) ready_.push_back(std::exchange(ahead_, {}));
    if (!spent_.empty()) {
        ahead_ = std::move(spent_.back());
        spent_.pop_back();
    }
    is_reading_ = !ended_ && !is_over_ && ready_.size() < most_ready;
    changed_.notify_one();
    return is_reading_;
}

bool Portions::next_ready(Portion& portion) {
    {
        std::unique_lock lock(mutex_);
        if (portion.rows > 0) spent_.push_back(std::exchange(portion, {}));
        changed_.wait(lock, [this] { return !ready_.empty() || !is_reading_; });
        if (!ready_.empty()) {
            portion = std::move(ready_.front());
            ready_.erase(ready_.begin());
        }
        // What the other thread met comes after what it read before.
        if (is_reading_ || (has_failed_ && portion.rows > 0)) return true;
    }
    if (reading_.valid()) reading_.get();
    if (portion.rows == 0 && !ended_) {  // no thread was to be had
        clear();
        read_on();
        std::swap(portion, ahead_);
    }
    if (!ended_ && ready_.size() <= most_ready / 2) read_ahead();
    return portion.rows > 0;
}

}  // namespace laurels::inline v0::exchange
