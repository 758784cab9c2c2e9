export { writeRenderJson } from '../../service/json/renderJson.ts';
