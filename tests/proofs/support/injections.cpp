#include "tests/proofs/support/injections.h"

#include <algorithm>

namespace joingate::proofs {

std::vector<std::string> injections(std::size_t count, std::mt19937_64 random) {
    // Out of the text, on with the statement, something to do there, and away with the rest.
    const std::vector<std::string> ways_out{"'",  "\"", "`",      "')",     "'))",   "\\'",
                                            "%'", "' ", "x'",     "';",     "\xBF'", "1",
                                            "1)", "\\", "\u2019", "\uFF07", "%27",   "'||'"};
    const std::vector<std::string> ways_on{" OR ",
                                           " AND ",
                                           " UNION SELECT ",
                                           " RLIKE ",
                                           "; DELETE FROM join_permission WHERE ",
                                           "||",
                                           "/**/oR/**/",
                                           " /*!50000UNION*/ SELECT ",
                                           " PROCEDURE ANALYSE",
                                           " HAVING ",
                                           " LIMIT 1 INTO OUTFILE "};
    const std::vector<std::string> deeds{"1=1",
                                         "'1'='1",
                                         "NULL",
                                         "@@version",
                                         "SLEEP(9)",
                                         "(SELECT 1)",
                                         "CHAR(65)=CHAR(65)",
                                         "secret FROM joingateexchange.access_key",
                                         "LOAD_FILE(0x2f6574632f706173737764)",
                                         "BENCHMARK(9999999,SHA1(1))"};
    const std::vector<std::string> ways_off{"", "-- ", "#", "/*", "\t--\t", ";", " AND '1'='1"};
    const std::string plainest{"' OR '1'='1"};

    std::vector<std::string> all;
    for (const auto& out : ways_out)
        for (const auto& on : ways_on)
            for (const auto& deed : deeds)
                for (const auto& off : ways_off)
                    all.push_back(out + on + deed + off);
    std::shuffle(all.begin(), all.end(), random);
    all.erase(std::remove(all.begin(), all.end(), plainest), all.end());
    all.insert(all.begin(), plainest);
    all.resize(std::min(count, all.size()));
    return all;
}

} // namespace joingate::proofs
