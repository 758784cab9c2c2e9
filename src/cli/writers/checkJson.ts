export { writeCheckJson } from '../../service/json/checkJson.ts';
