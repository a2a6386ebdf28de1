#include "exchange/portions.hpp"

#include <system_error>
#include <utility>

namespace laurels::inline v0::exchange {

namespace {

/// Many enough that rows are found and written in runs, and few enough that a table of some thousands gains by the
/// second thread too.
constexpr std::size_t at_once = 512;

}  // namespace

Portions::Portions(Batches& batches, Plan& plan, bool any_thread)
    : batches_(batches), plan_(plan), any_thread_(any_thread) {
    if (any_thread_) begin_ahead();
}

Portions::~Portions() {
    if (reading_.valid()) reading_.wait();
}

bool Portions::full() const { return ahead_.entries.size() >= at_once || std::cmp_greater_equal(ahead_.rows, at_once); }

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

void Portions::begin() {
    ahead_.entries.clear();
    ahead_.refused.clear();
    ahead_.rows = 0;
}

void Portions::read_on() {
    while (!full() && has_rows()) read_batch();
}

void Portions::begin_ahead() {
    try {
        reading_ = std::async(std::launch::async, [this] {
            begin();
            any_thread_ ? read_on() : read_batch();
        });
    } catch (const std::system_error&) {
        begin();  // no thread is to be had: the portion is read when it is asked for
    }
}

bool Portions::next(Portion& portion) {
    if (reading_.valid()) reading_.get();
    read_on();
    std::swap(portion, ahead_);
    if (portion.rows > 0 && !ended_ && (any_thread_ || has_rows()))
        begin_ahead();
    else
        begin();
    return portion.rows > 0;
}

}  // namespace laurels::inline v0::exchange
