// Whether a reply is as published: what tests/support/reply_contract.cpp says, for clients that read JSON.
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, ofThisServer, source } from './site.mjs';

const read = (name) => JSON.parse(readFileSync(join(source, 'tests', name), 'utf8'));
const published = read('published_api.json');
const decided = read('decided.json');
const refusals = JSON.parse(execFileSync(join(build, 'fcgi/joingated'), ['--describe'], { encoding: 'utf8' })).codes;

class Breach extends Error {}
const must = (holds, what) => { if (!holds) throw new Breach(what); };
const isStruct = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const isOf = {
    Struct: isStruct,
    String: (value) => typeof value === 'string',
    Boolean: (value) => typeof value === 'boolean',
    // pop-core reads what a number of JavaScript cannot hold as a BigNumber.
    Long: (value) => Number.isInteger(value) || value?.constructor?.name === 'BigNumber',
    Integer: Number.isInteger,
    Float: (value) => typeof value === 'number',
};

class Shapes {
    constructor({ version, cpp }) {
        this.version = version;
        this.wrapped = cpp;
    }

    checkFields(where, shapes, given) {
        for (const [name, value] of Object.entries(given)) {
            const shape = shapes.find((one) => one.name === name);
            must(shape, `${where}${name}: is no field of the contract`);
            must(shape.versions?.includes(this.version) ?? true, `${where}${name}: is a field of another version`);
            this.checkValue(where + name, shape, value);
        }
        for (const name of ['TotalCount', 'List'])
            must(name in given || !shapes.some((one) => one.name === name), `${where}${name}: is missing`);
    }

    checkValue(where, shape, value) {
        if (shape.type === 'List') return this.checkList(where, shape, value);
        must(isOf[shape.type](value), `${where}: is no ${shape.type}`);
        if (shape.type === 'Struct') this.checkFields(`${where}.`, shape.fields, value);
        else must(shape.enum?.includes(value) ?? true, `${where}: ${value} is no value of it`);
    }

    checkList(where, { item, item_element: { sdk_item_name: name } }, value) {
        if (this.wrapped) {
            must(isStruct(value) && Object.keys(value).join() === name, `${where}: is not wrapped in ${name}`);
            value = value[name];
        }
        must(Array.isArray(value), `${where}: is no array`);
        const type = item.fields ? 'Struct' : 'String';
        for (const one of value) {
            must(isOf[type](one), `${where}[]: is no ${type}`);
            if (item.fields) this.checkFields(`${where}[].`, item.fields, one);
        }
    }
}

/** What stands at ${name} where the text is made of this pattern; '' for a pattern without it. */
function subjectOf(pattern, text) {
    const [begin, end] = pattern.split('${name}');
    if (end === undefined) return pattern === text ? '' : undefined;
    const isMade = text.length > begin.length + end.length && text.startsWith(begin) && text.endsWith(end);
    return isMade ? text.slice(begin.length, text.length - end.length) : undefined;
}

function rowsOf(code) {
    const exact = refusals.filter((row) => row.code === code);
    if (exact.length > 0) return exact;
    const common = ['IotInstanceId', ...published.common_parameters.map(({ name }) => name)];
    return refusals.filter((row) => common.includes(subjectOf(row.code, code)));
}

function mayAnswer(action, code) {
    const page = published.actions[action];
    const takes = (name) => page.parameters.some((one) => one.name === name)
        || decided.more_parameters.some((more) => more.action === action && more.name === name);
    return page !== undefined && (page.errors.includes(code)
        || decided.codes_of_every_action.includes(code)
        || decided.more_codes.some((more) => more.code === code
            && (more.action ? more.action === action : takes(more.takes))));
}

function checkRefusal({ action, status, body }) {
    const texts = ['Code', 'HostId', 'Message', 'Recommend', 'RequestId'];
    for (const name of texts) must(isOf.String(body[name]), `${name}: is missing or no String`);
    for (const name of Object.keys(body))
        must(name === 'Success' || texts.includes(name), `${name}: is no field of an error`);
    const rows = rowsOf(body.Code);
    must(rows.length > 0, `Code: ${body.Code} is no code of ours`);
    must(!(body.Code in published.errors) || mayAnswer(action, body.Code),
        `Code: ${body.Code} is no code of this action`);
    must(rows.some((row) => subjectOf(row.message, body.Message) !== undefined),
        `Message: is not the text of ${body.Code}`);
    must(status === rows[0].status, `HTTP status: ${status} for ${body.Code}`);
}

function checkSuccess(exchange) {
    const { action, version, status, body } = exchange;
    const page = published.actions[action];
    must(page, 'Success: there is no such action');
    must(status === 200, `HTTP status: ${status}`);
    must(page.versions.includes(version)
        || decided.more_versions.some((more) => more.action === action && more.version === version),
        `Success: there is no such action in ${version}`);
    must(!('Code' in body) && !('ErrorMessage' in body), 'Code: a success has none');
    const { fields } = page.response;
    must('Data' in body || !fields.some(({ name }) => name === 'Data'), 'Data: is missing');
    new Shapes(exchange).checkFields('', fields, body);
}

/** Where the reply departs from what is published; '' where it does not. body: as parsed. */
export function contractBreach(exchange) {
    const { body } = exchange;
    try {
        must(isStruct(body), 'body: cannot be read');
        must(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/.test(body.RequestId ?? ''),
            'RequestId: is missing or no id');
        must(isOf.Boolean(body.Success), 'Success: is missing or no Boolean');
        if (body.Success) checkSuccess(exchange);
        else checkRefusal(exchange);
        return '';
    } catch (breach) {
        if (breach instanceof Breach) return breach.message;
        throw breach;
    }
}

/** Throws for a breach; notes what was answered, for .ci/coverage. */
export function checkReply(exchange) {
    const { action, version, body } = exchange;
    const breach = contractBreach(exchange);
    if (breach) throw new Error(`${action} (${version}) is not answered as published: ${breach}\n${JSON.stringify(body)}`);
    appendFileSync(join(build, ofThisServer('reports/calls') + '.tsv'), `${action}\t${version}\t${body.Code ?? 'Success'}\n`);
}
