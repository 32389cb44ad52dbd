// The official clients for Node.js, unchanged, each as a function (action, params) → body of the reply. A refusal is
// thrown with `code` and `body`. Every reply is held against the published contract.
import OpenApi from '@alicloud/openapi-client';
import TeaUtil from '@alicloud/tea-util';
import Core from '@alicloud/pop-core';

import { checkReply } from './reply_contract.mjs';

class Refused extends Error {
    constructor(body) {
        super(`${body.Code}: ${body.Message}`);
        Object.assign(this, { code: body.Code, body });
    }
}

function judged(exchange) {
    checkReply(exchange);
    return exchange.body;
}

const popCore = (method) => (host, version, { id, secret }) => {
    const core = new Core({ accessKeyId: id, accessKeySecret: secret, endpoint: `http://${host}`, apiVersion: version }, true);
    return async (action, params = {}) => {
        try {
            const [body, { response }] = await core.request(action, params, { method });
            return judged({ action, version, status: response.statusCode, body });
        } catch (error) {
            if (!error.data) throw error;
            throw new Refused(judged({ action, version, status: error.entry.response.statusCode, body: error.data }));
        }
    };
};

/** What generated clients do with a list: Name.1, Name.2, … */
const query = (params) => Object.fromEntries(Object.entries(params).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((one, i) => [`${name}.${i + 1}`, String(one)]) : [[name, String(value)]]));

const openApi = (host, version, { id, secret }) => {
    const client = new OpenApi.default(new OpenApi.Config({ accessKeyId: id, accessKeySecret: secret, endpoint: host, protocol: 'HTTP' }));
    return async (action, params = {}) => {
        const call = new OpenApi.Params({
            action, version, protocol: 'HTTP', pathname: '/', method: 'POST', authType: 'AK', style: 'RPC',
            reqBodyType: 'formData', bodyType: 'json',
        });
        try {
            const { statusCode, body } = await client.callApi(
                call, new OpenApi.OpenApiRequest({ query: query(params) }), new TeaUtil.RuntimeOptions({}));
            return judged({ action, version, status: statusCode, body });
        } catch (error) {
            if (!error.data?.Code) throw error;
            const { statusCode, ...body } = error.data;
            throw new Refused(judged({ action, version, status: statusCode, body }));
        }
    };
};

/** By name; each takes host:port, version and { id, secret }. */
export const clients = {
    'pop-core by GET': popCore('GET'),
    'pop-core by POST': popCore('POST'),
    'openapi-client': openApi,
};
