#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace joingate::host {

/// A unit as systemd sees it now; the words are those of `systemctl show`.
struct Unit {
    std::string name;       ///< "joingated@1.service"
    std::string load;       ///< LoadState: "loaded", "not-found", "masked"
    std::string active;     ///< ActiveState: "active", "activating", "failed"
    std::string sub;        ///< SubState: "running", "auto-restart"
    std::string file_state; ///< UnitFileState: "enabled", "disabled", "static"
    std::string text;       ///< StatusText: what the service says about itself, printable
    std::string result;     ///< Result: "success", "exit-code"
    long restarts = 0;      ///< NRestarts: by systemd, since the last start by hand
    long pid = 0;           ///< MainPID; 0 where it does not run
    long changed_at = 0;    ///< Unix seconds of its last start, stop or reload; 0 where none
    long started_at = 0;    ///< Unix seconds at which its program was started; 0 where never
    bool needs_reload = false;

    bool is_there() const { return load == "loaded"; }
    bool is_active() const { return active == "active"; }
    bool is_enabled() const { return file_state == "enabled"; }
    /// Also where something else than `systemctl enable` sees to that.
    bool starts_at_boot() const;
    /// "activating (auto-restart), it says: Waiting for the database".
    std::string in_words() const;
};

/// Throws std::runtime_error where systemctl fails.
Unit look_at_unit(const std::string& name);

/// What a worker that serves tells systemd about itself.
inline constexpr const char* kAnswering = "Answering requests.";

std::string worker_unit(unsigned number);
/// All workers that are enabled, or known to systemd now: "joingated@1.service", by number.
std::vector<std::string> worker_units();

/// Runs systemctl with these words; throws std::runtime_error with its complaint.
void systemctl(std::vector<std::string> words);

/// The file that the unit loads this credential from (systemd.exec(5), LoadCredential= and
/// LoadCredentialEncrypted=, of which the last line counts); none where it loads no such
/// credential. Throws std::runtime_error.
std::optional<std::string> loaded_credential(const std::string& unit, const std::string& name);

/// Waits until the worker is active and answers requests. Throws std::runtime_error that says what
/// it does instead once `patience` is over.
void wait_until_it_answers(const std::string& worker, std::chrono::seconds patience);

/// What went wrong last with a unit by the journal, up to two printable lines, newest last; empty
/// where there is nothing or the journal cannot be read.
std::string last_errors(const std::string& unit);

} // namespace joingate::host
