// What `ctest -R sdk` runs.
import './reply_contract_cases.mjs';
import './stories.mjs';
