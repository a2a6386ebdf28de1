#pragma once

// What the rows of a table say, portion by portion: while one portion is being written, another thread works the next
// ones out.

#include "exchange/batches.hpp"
#include "exchange/entry.hpp"
#include "exchange/plan.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <future>
#include <mutex>
#include <vector>

namespace laurels::inline v0::exchange {

/// What some rows say, and why others say nothing.
struct Portion {
    struct Refused {
        std::int64_t row;
        std::int64_t line;
        RowError error;
    };
    std::vector<Entry> entries;
    std::vector<Refused> refused;
    std::int64_t rows = 0;
};

class Portions {
  public:
    /// Both must outlive this, and are used by nobody else meanwhile. `any_thread`: the stream may be asked in another
    /// thread than the one that calls; else it never is, since what makes rows may belong to that, as a cursor of
    /// Python's sqlite3 does.
    Portions(Batches& batches, Plan& plan, bool any_thread);
    ~Portions();
    Portions(const Portions&) = delete;
    Portions& operator=(const Portions&) = delete;

    /// The next portion, false where there is none. Throws what the stream and the plan throw but for RowError.
    bool next(Portion& portion);

  private:
    bool full() const;
    /// Goes on with the rows of the batch.
    void read_batch();
    /// Goes on until the portion is full or there are no more rows.
    void read_on();
    /// Whether the batch has rows left, or there is another.
    bool has_rows();
    void clear();
    bool next_ready(Portion& portion);
    bool next_read(Portion& portion);
    /// Has another thread do it, where one is to be had.
    template <class Action>
    bool in_thread(const Action& action);
    void read_ahead();
    /// What that thread does: one portion after the other, until enough are ready.
    void read_portions();
    /// That the portion is there, and whether to read another.
    bool hand_over();

    Batches& batches_;
    Plan& plan_;
    bool any_thread_;
    Portion ahead_;  // that is being read
    std::size_t row_ = 0;
    std::size_t rows_ = 0;  // of the batch
    bool ended_ = false;
    std::future<void> reading_;

    // Of both threads, where the stream may be asked in any.
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Portion> ready_;
    std::vector<Portion> spent_;  // emptied by the thread that filled them, which is quicker for both
    bool is_reading_ = false;
    bool is_over_ = false;
    bool has_failed_ = false;
};

}  // namespace laurels::inline v0::exchange
