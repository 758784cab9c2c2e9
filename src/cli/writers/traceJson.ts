export { writeTraceJson } from '../../service/json/traceJson.ts';
