export { writeResolveJson } from '../../service/json/resolveJson.ts';
